import { MIB, roundUp } from "../../../shared/numbers.ts";
import { readUpTo } from "../../../store/store.ts";
import { offsetMibOf, reservedOf, stateOf } from "../../bat/bat-bits.ts";
import { BAT_ENTRY_SIZE, Geometry } from "../../../shared/geometry.ts";
import type { LogPlace } from "../../headers/log-place.ts";
import type { DiskFacts } from "../../metadata/disk-facts.ts";
import { readMetadata } from "../../metadata/metadata.ts";
import { FULLY_PRESENT, PARTIALLY_PRESENT, UNMAPPED } from "../../../shared/bat-states.ts";
import { type FoundMetadata, searchedPlaces } from "../metadata/find-metadata.ts";
import type { Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** A BAT known by its entries. */
export interface FoundBat extends LogPlace {
  /** Entries that name a block inside the file, each another. */
  readonly used: number;
  /** Entries that no writer leaves. */
  readonly broken: number;
}

/** Enough to tell a table from a block's bytes, in most cases. */
const FIRST_LOOK = 4096;
/** Read of a table at most: the entries of 2 TiB in blocks of 1 MiB. */
const LONGEST_LOOK = 16 * MIB;

interface Count {
  used: number;
  broken: number;
  /** Entries that are not all zeros. */
  named: number;
  last: number;
}

/** Judges the entries of a run of bytes one by one. */
function count(bytes: Uint8Array<ArrayBuffer>, fileMib: number): Count {
  const words = new Uint32Array(bytes.buffer, 0, Math.floor(bytes.length / BAT_ENTRY_SIZE) * 2);
  const seen = new Set<number>();
  const result: Count = { used: 0, broken: 0, named: 0, last: -1 };
  for (let at = 0; at + 1 < words.length; at += 2) {
    const low = words[at] ?? 0;
    const high = words[at + 1] ?? 0;
    if (low === 0 && high === 0) continue;
    result.named += 1;
    result.last = at / 2;
    const state = stateOf(low);
    const offset = offsetMibOf(low, high);
    const present = state === FULLY_PRESENT || state === PARTIALLY_PRESENT;
    if (reservedOf(low) !== 0 || !(present || state <= UNMAPPED) || (present && offset === 0))
      result.broken += 1;
    else if (present && offset < fileMib) {
      if (seen.has(offset)) result.broken += 1;
      else result.used += 1;
      seen.add(offset);
    }
  }
  return result;
}

/** Looked at in places that begin with blanks, all in all: a file of nothing but zeros has a thousand of them. */
const MOST_LOOKED = 128 * MIB;

/** Some entries may be broken, as that may be what the file is repaired for; a block's bytes give hardly one that is not. */
const looksRight = ({ used, broken }: Count) => broken <= used / 4;

function geometryOf({ type, virtualSize, blockSize, logicalSectorSize }: DiskFacts): Geometry | null {
  if (type === null || virtualSize === null || blockSize === null || logicalSectorSize === null) return null;
  return new Geometry({ virtualSize, blockSize, logicalSectorSize, differencing: type === "differencing" });
}

/** Bytes that the BAT of the disk takes which that metadata describes; null where it does not say enough. */
export function batLength(state: RepairState, metadata: FoundMetadata): number | null {
  const values = {
    guid: "",
    fileOffset: BigInt(metadata.offset),
    length: metadata.length,
    required: 1,
    reserved: 0,
  };
  const region = { ...metadata, entry: { index: 0, entryOffset: 0, values, name: "Metadata" } };
  const geometry = geometryOf(readMetadata(state.store, region).facts);
  return geometry === null ? null : roundUp(geometry.batEntries * BAT_ENTRY_SIZE, MIB);
}

/** Searches a file for its BAT. What was read for one metadata region is not read again for the next. */
export class BatSearch {
  readonly #state: RepairState;
  readonly #places: readonly number[];
  readonly #fileMib: number;
  readonly #counts = new Map<string, Count>();

  constructor(state: RepairState) {
    this.#state = state;
    this.#places = [...searchedPlaces(state)];
    this.#fileMib = Math.ceil(state.store.size / MIB);
  }

  *#count(offset: number, length: number): Search<Count> {
    const key = `${offset}+${length}`;
    let known = this.#counts.get(key);
    if (known === undefined) {
      yield null;
      known = count(readUpTo(this.#state.store, offset, length), this.#fileMib);
      this.#counts.set(key, known);
    }
    return known;
  }

  /**
   * All places in the first GiB of the file that can hold the BAT, the one with most blocks first; then blank ones, which a disk
   * without any block has.
   *
   * @param length of the table in bytes, null where the metadata does not say it.
   */
  *find(metadata: FoundMetadata, length: number | null): Search<readonly FoundBat[]> {
    const end = roundUp(this.#state.store.size, MIB);
    const found: FoundBat[] = [];
    const inMetadata = (offset: number) =>
      offset >= metadata.offset && offset < metadata.offset + metadata.length;
    let blankFound = false;
    let left = MOST_LOOKED;
    // A table that shows its start takes all that follows for its own; a blank start may be something else before it.
    let takenUntil = 0;
    for (const offset of this.#places) {
      if (offset < takenUntil || inMetadata(offset) || (length !== null && offset + length > end)) continue;
      const first = yield* this.#count(offset, FIRST_LOOK);
      if (!looksRight(first) || (first.named === 0 && left <= 0)) continue;
      left -= MIB;
      const start = yield* this.#count(offset, MIB);
      if (!looksRight(start)) continue;
      // Blank room is looked at as a whole only as long as nothing better was found.
      const longer = Math.min(length ?? MIB, LONGEST_LOOK);
      const enough = start.named === 0 && (found.some(({ used }) => used > 0) || longer > left);
      if (!enough) left -= longer;
      const whole = enough ? start : yield* this.#count(offset, longer);
      if (!looksRight(whole) || (whole.named === 0 && blankFound)) continue;
      if (whole.named === 0) blankFound = true;
      const own = length ?? roundUp(Math.max(1, (whole.last + 1) * BAT_ENTRY_SIZE), MIB);
      found.push({ offset, length: own, used: whole.used, broken: whole.broken });
      if (start.named > 0) takenUntil = offset + own;
    }
    return found.toSorted((a, b) => b.used - a.used);
  }
}
