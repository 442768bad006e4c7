import { parseArgs } from "node:util";
import { type Scale, SCALES } from "./scale.ts";

export interface Arguments {
  readonly scale: Scale;
  /** Ids of cases; empty for all. */
  readonly only: readonly string[];
  /** Folder for the table and the JSON file; null to only print the table. */
  readonly out: string | null;
  /** Puts the rows to the results that are in the folder, in place of those of the same cases. */
  readonly add: boolean;
  /** Keeps the images for the next run. */
  readonly keep: boolean;
}

/** @throws with a sentence if an option is not known. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      tiny: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      out: { type: "string" },
      add: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
    },
  });
  const scale = SCALES[values.tiny ? "tiny" : values.quick ? "quick" : "full"];
  // Only a run of everything at full size is worth publishing.
  const publishes = scale.name === "full" && values.only.length === 0;
  const { only, add, keep } = values;
  return { scale, only, add, keep, out: values.out ?? (publishes || add ? "docs" : null) };
}
