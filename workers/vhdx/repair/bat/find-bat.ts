import { MIB, roundUp } from "../../../shared/numbers.ts";
import { readUpTo } from "../../../store/store.ts";
import { BAT_ENTRY_SIZE, Geometry } from "../../../shared/geometry.ts";
import type { LogPlace } from "../../headers/log-place.ts";
import type { DiskFacts } from "../../metadata/disk-facts.ts";
import { readMetadata } from "../../metadata/metadata.ts";
import { countEntries, type EntryCount, FIRST_LOOK } from "../../recognise/bat-at.ts";
import type { FoundMetadata } from "../../recognise/metadata-at.ts";
import { searchedPlaces } from "../metadata/find-metadata.ts";
import type { Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** A BAT that was recognised by its entries. */
export interface FoundBat extends LogPlace {
  /** Entries that name a block inside the file, each a different one. */
  readonly used: number;
  /** Entries that no program writes. */
  readonly broken: number;
}

/** Bytes read of a table at most: the entries of 2 TiB in blocks of 1 MiB. */
const LONGEST_LOOK = 16 * MIB;

/** Bytes read in total of places that begin with zeros: a file of nothing but zeros has a thousand of them. */
const MOST_LOOKED = 128 * MIB;

/** Some entries may be broken, which may be the damage to repair; other data gives hardly an entry that is not broken. */
const looksRight = ({ used, broken }: EntryCount) => broken <= used / 4;

function geometryOf({ type, virtualSize, blockSize, logicalSectorSize }: DiskFacts): Geometry | null {
  if (type === null || virtualSize === null || blockSize === null || logicalSectorSize === null) return null;
  return new Geometry({ virtualSize, blockSize, logicalSectorSize, differencing: type === "differencing" });
}

/** Length in bytes of the BAT of the disk that the metadata describes; null where it does not say enough. */
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

/** Searches a file for its BAT. Places read for one metadata region are not read again for the next. */
export class BatSearch {
  readonly #state: RepairState;
  readonly #places: readonly number[];
  readonly #fileMib: number;
  readonly #counts = new Map<string, EntryCount>();

  constructor(state: RepairState) {
    this.#state = state;
    this.#places = [...searchedPlaces(state)];
    this.#fileMib = Math.ceil(state.store.size / MIB);
  }

  *#count(offset: number, length: number): Search<EntryCount> {
    const key = `${offset}+${length}`;
    let known = this.#counts.get(key);
    if (known === undefined) {
      yield null;
      known = countEntries(readUpTo(this.#state.store, offset, length), this.#fileMib);
      this.#counts.set(key, known);
    }
    return known;
  }

  /**
   * All places in the first GiB of the file that can hold the BAT, the one with most blocks first. A blank place, as on a disk
   * without any block, comes last.
   *
   * @param length of the table in bytes; null where the metadata does not say it.
   */
  *find(metadata: FoundMetadata, length: number | null): Search<readonly FoundBat[]> {
    const end = roundUp(this.#state.store.size, MIB);
    const found: FoundBat[] = [];
    const inMetadata = (offset: number) =>
      offset >= metadata.offset && offset < metadata.offset + metadata.length;
    let blankFound = false;
    let left = MOST_LOOKED;
    // Places inside a table that was found are skipped. After a blank start they are not: the blank may not be a table.
    let takenUntil = 0;
    for (const offset of this.#places) {
      if (offset < takenUntil || inMetadata(offset) || (length !== null && offset + length > end)) continue;
      const first = yield* this.#count(offset, FIRST_LOOK);
      if (!looksRight(first) || (first.named === 0 && left <= 0)) continue;
      left -= MIB;
      const start = yield* this.#count(offset, MIB);
      if (!looksRight(start)) continue;
      // A blank place is read as a whole only while nothing better was found.
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
