import { MIB } from "../../shared/numbers.ts";
import { FULLY_PRESENT } from "../../shared/bat-states.ts";
import { ImageBuilder } from "./image-builder.ts";

/** A reserved state: its block is present where its entry names a free place. */
const RESERVED = 5;

export interface ManyFaults {
  /** Entries with a reserved state and a place of their own: a safe fix each. */
  readonly homed: number;
  /** Entries with a reserved state and no place: nothing mends them without a loss. */
  readonly homeless?: number;
  /** Pairs of entries with a reserved state in one place: the first of each pair gets it. */
  readonly paired?: number;
  /** Pairs of blocks in one place: a safe fix each, which copies the block. */
  readonly shared?: number;
}

/** A disk whose BAT has faults by the thousand, in blocks of 1 MiB that are all zeros: it takes hardly any memory. */
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
