import { MIB } from "../../../shared/numbers.ts";
import { decode } from "../../../bytes/struct.ts";
import { readUpTo } from "../../../store/store.ts";
import { offsetMibOf, reservedOf, stateOf } from "../../bat/bat-bits.ts";
import { BAT_ENTRY_SIZE } from "../../../shared/geometry.ts";
import { FULLY_PRESENT, PARTIALLY_PRESENT, UNMAPPED } from "../../../shared/bat-states.ts";
import { GPT_SIGNATURE, gptHeader } from "../../structs/gpt.ts";
import type { RepairState } from "../state.ts";

/** Bytes of the BAT read at most: half a million entries are enough. */
const LONGEST = 4 * MIB;

/** What the BAT alone shows, where the metadata does not say how to read it. */
export interface BatSurvey {
  /** Places of blocks inside the file, in MiB, in order, each once. */
  readonly places: readonly number[];
  /** Index of the last entry that is possible and not all zeros; -1 where there is none. */
  readonly last: number;
  /** Entries that are possible and not all zeros. */
  readonly set: number;
  /** Entries in a state that has a place in the file. */
  readonly present: number;
  /** Entries that the region has room for. */
  readonly room: number;
  /** Whether every entry up to the last one is set: then the disk had exactly that many blocks. */
  readonly gapless: boolean;
  readonly partial: boolean;
}

/** Looks at the BAT's entries one by one; null where no region holds one. */
export function surveyBat({ store, structures }: RepairState): BatSurvey | null {
  const region = structures.regions.bat;
  if (region === null) return null;
  const bytes = readUpTo(store, region.offset, Math.min(region.length, LONGEST));
  const words = new Uint32Array(bytes.buffer, 0, Math.floor(bytes.length / BAT_ENTRY_SIZE) * 2);
  const fileMib = Math.ceil(store.size / MIB);
  const places = new Set<number>();
  let [last, set, partial, present] = [-1, 0, false, 0];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const low = words[at] ?? 0;
    const offset = offsetMibOf(low, words[at + 1] ?? 0);
    const state = stateOf(low);
    const stored = state === FULLY_PRESENT || state === PARTIALLY_PRESENT;
    if ((low === 0 && offset === 0) || reservedOf(low) !== 0 || !(stored || state <= UNMAPPED)) continue;
    last = at / 2;
    set += 1;
    if (state === PARTIALLY_PRESENT) partial = true;
    if (!stored) continue;
    present += 1;
    if (offset > 0 && offset < fileMib) places.add(offset);
  }
  return {
    places: [...places].toSorted((a, b) => a - b),
    last,
    set,
    present,
    room: Math.floor(region.length / BAT_ENTRY_SIZE),
    gapless: last > 0 && set === last + 1,
    partial,
  };
}

/** A guest's partition table at the start of the virtual disk. */
export interface GuestTable {
  readonly sectorSize: 512 | 4096;
  /** Bytes of the disk that the table was written for. */
  readonly diskSize: number;
}

/** Reads the GPT header in the disk's first block; null where there is none, or the block is not in the file. */
export function guestTable({ store, structures }: RepairState): GuestTable | null {
  const region = structures.regions.bat;
  if (region === null) return null;
  const entry = new Uint8Array(BAT_ENTRY_SIZE);
  entry.set(readUpTo(store, region.offset, entry.length));
  const [low = 0, high = 0] = new Uint32Array(entry.buffer);
  const offset = offsetMibOf(low, high) * MIB;
  if (stateOf(low) !== FULLY_PRESENT || offset === 0) return null;
  for (const sectorSize of [512, 4096] as const) {
    const bytes = readUpTo(store, offset + sectorSize, gptHeader.size);
    if (bytes.length < gptHeader.size) continue;
    const { signature, ownSector, otherSector } = decode(gptHeader, bytes);
    if (signature === GPT_SIGNATURE && ownSector === 1n && otherSector > 33n && otherSector < 2n ** 40n)
      return { sectorSize, diskSize: (Number(otherSector) + 1) * sectorSize };
  }
  return null;
}
