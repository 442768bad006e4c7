import { MIB } from "../../shared/numbers.ts";
import { FULLY_PRESENT } from "../../shared/bat-states.ts";
import { ImageBuilder } from "./image-builder.ts";

/** A reserved state. A block with it can be taken as present if its entry names a free place. */
const RESERVED = 4;

export interface ManyFaults {
  /** Entries with a reserved state and their own place. Each has a safe fix. */
  readonly homed: number;
  /** Entries with a reserved state and no place. No fix is without a loss. */
  readonly homeless?: number;
  /** Pairs of entries with a reserved state and the same place. The first of each pair gets the place. */
  readonly paired?: number;
  /** Pairs of blocks in one place. Each has a safe fix, which copies the block. */
  readonly shared?: number;
}

/** A disk whose BAT has thousands of faults. Its blocks of 1 MiB are all zeros, so it takes hardly any memory. */
export function manyFaults({ homed, homeless = 0, paired = 0, shared = 0 }: ManyFaults): ImageBuilder {
  const blocks = homed + homeless + 2 * paired + 2 * shared;
  const places = homed + paired + shared;
  const image = new ImageBuilder({ virtualSize: (blocks + 1) * MIB, room: places * MIB });
  const first = image.data / MIB;
  let block = 0;
  let place = first;
  const put = (count: number, state: number, at: number) => {
    for (let nth = 0; nth < count; nth++) image.place(block++, at, state);
  };
  for (let nth = 0; nth < homed; nth++) put(1, RESERVED, place++);
  put(homeless, RESERVED, 0);
  for (let nth = 0; nth < paired; nth++) put(2, RESERVED, place++);
  for (let nth = 0; nth < shared; nth++) put(2, FULLY_PRESENT, place++);
  return image;
}
