import type { Change } from "../../workers/testing/vhdx/plant.ts";

/** A mistake of more than one character that was found to live through the tests once, or is like one that was. */
export interface PlantedFault {
  readonly name: string;
  /** From the project's root. */
  readonly file: string;
  readonly changes: readonly Change[];
  /** Tests that must notice it; left out where those near the file do. */
  readonly tests?: readonly string[];
}

/** A fault of one change. @param file below `workers/` */
export const fault = (
  name: string,
  file: string,
  place: string,
  instead: string,
  tests?: readonly string[],
): PlantedFault => ({
  name,
  file: `workers/${file}`,
  changes: [{ place, instead }],
  ...(tests === undefined ? {} : { tests }),
});
