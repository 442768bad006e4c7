import { MIB } from "../../../workers/shared/numbers.ts";
import { runSteps } from "../../../workers/bytes/steps.ts";
import { highOf, lowOf } from "../../../workers/vhdx/bat/bat-bits.ts";
import { BAT_ENTRY_SIZE } from "../../../workers/shared/geometry.ts";
import { readHeaders } from "../../../workers/vhdx/headers/headers.ts";
import { readStructures } from "../../../workers/vhdx/image.ts";
import { FULLY_PRESENT, NOT_PRESENT } from "../../../workers/shared/bat-states.ts";
import { createImage, newFileSize } from "../../../workers/vhdx/write/create.ts";
import { type CreateOptions, hyperVDefaults } from "../../../workers/vhdx/write/create-options.ts";
import { NodeWritableStore } from "../../node-writable-store.ts";
import { Permutation } from "./permutation.ts";

const ENTRIES_PER_WRITE = 512 * 1024;

export interface FilledBatOptions {
  /** Bytes. */
  readonly virtualSize: number;
  /** Bytes. */
  readonly blockSize: number;
  /** Blocks with storage, at least four; the file is as long as they need. */
  readonly present: number;
  /** Decides which blocks have storage, and their order in the file. */
  readonly seed: number;
  /** Whether the two faults are left out: a disk with faults can't be written. */
  readonly sound?: boolean;
}

/** A fault in the table, as a check should report it; of two entries the lower index first. */
interface PlantedFault {
  readonly code: "bat-duplicate-offset" | "bat-overlap" | "bat-offset-zero";
  readonly batIndex: number;
  readonly other?: number;
}

/** The two faults of the table, or those that were left out; nothing else is wrong with the image. */
export interface PlantedFaults {
  readonly duplicate: PlantedFault;
  readonly overlap: PlantedFault;
}

/** @param entryOf index of the entry whose block was meant for the nth place. */
function plantedFaults(blockSize: number, entryOf: (nth: number) => number): PlantedFaults {
  const pair = (first: number, second: number) => {
    const entries = [entryOf(first), entryOf(second)];
    return { batIndex: Math.min(...entries), other: Math.max(...entries) };
  };
  return {
    duplicate: { code: "bat-duplicate-offset", ...pair(0, 1) },
    overlap:
      blockSize === MIB
        ? { code: "bat-offset-zero", batIndex: entryOf(3) }
        : { code: "bat-overlap", ...pair(2, 3) },
  };
}

/**
 * Makes a sparse dynamic image whose stored blocks lie shuffled and without gaps, except for two faults: one block has the place
 * of another, and one block overlaps something else. Blocks of 1 MiB can't overlap in part, as every place is a multiple of 1
 * MiB; there the second block lies over the headers.
 *
 * @param path an existing file is overwritten.
 * @throws Error if the blocks are more than the disk has, or fewer than the faults need.
 */
export function makeFilledBat(
  path: string,
  { virtualSize, blockSize, present, seed, sound = false }: FilledBatOptions,
): PlantedFaults {
  const options: CreateOptions = { ...hyperVDefaults(virtualSize), blockSize, blockState: NOT_PRESENT };
  const start = newFileSize(options);
  /** The file offset in MiB of the block in the nth place. */
  const placeOf = (nth: number): number => {
    if (sound) return (start + nth * blockSize) / MIB;
    if (nth === 1) return start / MIB;
    if (nth === 3) return blockSize === MIB ? 0 : (start + 2.5 * blockSize) / MIB;
    return (start + nth * blockSize) / MIB;
  };
  const store = new NodeWritableStore(path, "create", false);
  try {
    runSteps(createImage(store, options));
    const { bat, geometry } = readStructures(store, readHeaders(store).log);
    if (bat === null || geometry === null) throw new Error("The new image has no BAT.");
    const { payloadBlocks } = geometry;
    if (present < 4 || present > payloadBlocks)
      throw new Error(`Of ${payloadBlocks} blocks ${present} can't have storage.`);
    const order = new Permutation(payloadBlocks, seed);
    for (let first = 0; first < bat.entries; first += ENTRIES_PER_WRITE) {
      const words = new Uint32Array(Math.min(ENTRIES_PER_WRITE, bat.entries - first) * 2);
      for (let at = 0; at < words.length; at += 2) {
        const { kind, block } = geometry.entryAt(first + at / 2);
        const nth = kind === "payload" ? order.at(block) : present;
        if (nth >= present) continue;
        words[at] = lowOf(FULLY_PRESENT, placeOf(nth));
        words[at + 1] = highOf(placeOf(nth));
      }
      store.write(bat.offset + first * BAT_ENTRY_SIZE, new Uint8Array(words.buffer));
    }
    store.truncate(start + present * blockSize);
    return plantedFaults(blockSize, (nth) => geometry.payloadIndex(order.placeOf(nth)));
  } finally {
    store.close();
  }
}
