import { MIB } from "../../../shared/numbers.ts";
import type { ReadonlyWords, SparseWords } from "../../../bytes/sparse-words.ts";
import type { Bat } from "../../bat/bat.ts";
import { offsetMibOf, stateOf } from "../../bat/bat-bits.ts";
import type { BatCheckResult } from "../../bat/bat-check.ts";
import { ownedMib } from "../../bat/mib-set.ts";
import type { Structures } from "../../image.ts";
import {
  FULLY_PRESENT,
  PARTIALLY_PRESENT,
  SB_PRESENT,
  UNDEFINED,
  UNMAPPED,
} from "../../../shared/bat-states.ts";

/** A run of the file in MiB. */
export interface MibRun {
  readonly start: number;
  readonly end: number;
}

const NOWHERE: MibRun = { start: 0, end: 0 };
/** Findings about two entries with the same place. `batIndex` is the owner's, `other` that of the later entry. */
const SHARED = new Set(["bat-duplicate-offset", "bat-overlap", "bat-anchor-taken"]);
const IN_PLACE = new Set([FULLY_PRESENT, PARTIALLY_PRESENT, UNDEFINED, UNMAPPED]);

const lengthOf = ({ start, end }: MibRun) => end - start;

/** Which block owns which MiB of the file, kept up to date while BAT entries change one by one. */
export class BlockClaims {
  readonly #bat: Bat;
  readonly #occupied: Structures["occupied"];
  readonly #owners: SparseWords;
  #fileMib: number;
  /** The entries whose place belongs to another entry, by that entry. */
  readonly #losers = new Map<number, number[]>();
  /** Whether `#losers` has all such entries. */
  readonly #complete: boolean;
  /** Entries that reached past the former end of the file, by their first MiB; read when the file first grows. */
  #beyond: ReadonlyMap<number, readonly number[]> | null = null;

  /** @param fileSize bytes. */
  constructor(
    bat: Bat,
    { occupied }: Pick<Structures, "occupied">,
    owners: ReadonlyWords,
    fileSize: number,
    { findings, counts }: Pick<BatCheckResult, "findings" | "counts">,
  ) {
    this.#bat = bat;
    this.#occupied = occupied;
    this.#owners = owners.copy();
    this.#fileMib = Math.ceil(fileSize / MIB);
    let told = 0;
    for (const { code, batIndex: owner, other } of findings) {
      if (!SHARED.has(code) || owner === undefined || other === undefined) continue;
      told += 1;
      const losers = this.#losers.get(owner);
      if (losers === undefined) this.#losers.set(owner, [other]);
      else losers.push(other);
    }
    let counted = 0;
    for (const [code, count] of counts) if (SHARED.has(code)) counted += count;
    this.#complete = told === counted;
  }

  /** For each MiB of the file the BAT index + 1 of the block that lies there, 0 = none. */
  get owners(): ReadonlyWords {
    return this.#owners;
  }

  /** The MiBs that an entry names, whoever owns them; empty where it names none. */
  runOf(index: number): MibRun {
    const { low, high } = this.#bat.halves(index);
    const { kind } = this.#bat.geometry.entryAt(index);
    const { differencing, blockSize } = this.#bat.geometry;
    const state = stateOf(low);
    const start = offsetMibOf(low, high);
    const takes = kind === "bitmap" ? differencing && state === SB_PRESENT : IN_PLACE.has(state);
    if (!takes || start === 0) return NOWHERE;
    const end = start + (kind === "bitmap" ? 1 : blockSize / MIB);
    return this.#occupied.within(start, end).next().done === true ? { start, end } : NOWHERE;
  }

  /** Whether the later of two entries names a MiB that the first owns. */
  collide(first: number, later: number): boolean {
    const { start, end } = this.runOf(later);
    for (let mib = start; mib < Math.min(end, this.#fileMib); mib++)
      if (this.#owners.at(mib) === first + 1) return true;
    return false;
  }

  /**
   * Updates the owners after an entry changed.
   *
   * @param before result of `runOf` before the change.
   * @returns whether the owners are still known; else only a check of the whole table can find them.
   */
  moved(index: number, before: MibRun): boolean {
    const after = this.runOf(index);
    if (lengthOf(before) > 0 && !this.#release(index, before, after)) return false;
    for (let mib = after.start; mib < Math.min(after.end, this.#fileMib); mib++) {
      const owner = this.#owners.at(mib);
      if (owner !== 0 && owner !== index + 1) return false;
      this.#owners.set(mib, index + 1);
    }
    return true;
  }

  #release(index: number, before: MibRun, after: MibRun): boolean {
    const losers = this.#losers.get(index) ?? [];
    for (let mib = before.start; mib < Math.min(before.end, this.#fileMib); mib++) {
      if (this.#owners.at(mib) !== index + 1 || (mib >= after.start && mib < after.end)) continue;
      if (!this.#complete) return false;
      const next = new Set(losers.filter((each) => contains(this.runOf(each), mib)));
      // With several losers the first would become the owner and collide with the others, which is a new finding.
      if (next.size > 1) return false;
      const [only] = next;
      this.#owners.set(mib, only === undefined ? 0 : only + 1);
    }
    return true;
  }

  /**
   * Updates the owners after the file grew.
   *
   * @param fileSize present size in bytes.
   * @param except entries that were changed at the same time.
   * @returns whether the owners are still known.
   */
  grew(fileSize: number, except: ReadonlySet<number>): boolean {
    // The file may have ended inside its last MiB.
    if (ownedMib(fileSize) === null) return false;
    const grown = { start: Math.max(0, this.#fileMib - 1), end: Math.ceil(fileSize / MIB) };
    this.#beyond ??= this.#entriesBeyond(except);
    this.#fileMib = grown.end;
    this.#owners.resize(grown.end);
    for (const at of this.#beyondStarts(this.#beyond, grown)) {
      for (const index of this.#beyond.get(at) ?? []) {
        const { start, end } = this.runOf(index);
        if (!except.has(index) && start < grown.end && end > grown.start) return false;
      }
    }
    return true;
  }

  /** Where entries may start that reach into a run: all MiBs before, or, if these are more, all entries of the map. */
  *#beyondStarts(beyond: ReadonlyMap<number, unknown>, { start, end }: MibRun): Iterable<number> {
    const first = start - this.#blockMib;
    if (end - first > beyond.size) yield* beyond.keys();
    else for (let mib = first; mib < end; mib++) yield mib;
  }

  #entriesBeyond(except: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
    const beyond = new Map<number, number[]>();
    for (let index = 0; index < this.#bat.entries; index++) {
      const { start, end } = this.runOf(index);
      if (end <= this.#fileMib || except.has(index)) continue;
      const same = beyond.get(start);
      if (same === undefined) beyond.set(start, [index]);
      else same.push(index);
    }
    return beyond;
  }

  get #blockMib(): number {
    return this.#bat.geometry.blockSize / MIB;
  }
}

const contains = ({ start, end }: MibRun, mib: number) => mib >= start && mib < end;
