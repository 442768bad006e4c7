import { MIB } from "../../../shared/numbers.ts";
import type { Bat } from "../../bat/bat.ts";
import { offsetMibOf, stateOf } from "../../bat/bat-bits.ts";
import type { BatCheckResult } from "../../bat/bat-check.ts";
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
/** Findings about two entries that want one place: the index of the owner, and as `other` that of the one that came later. */
const SHARED = new Set(["bat-duplicate-offset", "bat-overlap", "bat-anchor-taken"]);
const IN_PLACE = new Set([FULLY_PRESENT, PARTIALLY_PRESENT, UNDEFINED, UNMAPPED]);

const lengthOf = ({ start, end }: MibRun) => end - start;

/** Which block owns which MiB of the file, kept right while entries of the BAT are changed one by one. */
export class BlockClaims {
  readonly #bat: Bat;
  readonly #occupied: Structures["occupied"];
  /** May be longer than the file: what is behind its end is 0. */
  #owners: Uint32Array;
  #fileMib: number;
  /** The entries that lost a place to an owner, by the owner. */
  readonly #losers = new Map<number, number[]>();
  /** Whether all of those are known. */
  readonly #complete: boolean;
  /** Entries that reach past the end that the file had, by the MiB where they begin; read when the file grows for the first time. */
  #beyond: ReadonlyMap<number, readonly number[]> | null = null;

  /** @param fileSize bytes. */
  constructor(
    bat: Bat,
    { occupied }: Pick<Structures, "occupied">,
    owners: Uint32Array,
    fileSize: number,
    { findings, counts }: Pick<BatCheckResult, "findings" | "counts">,
  ) {
    this.#bat = bat;
    this.#occupied = occupied;
    this.#owners = owners.slice();
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
  get owners(): Uint32Array {
    return this.#owners;
  }

  /** The MiBs that an entry takes as it stands, whoever owns them; empty where it takes none. */
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

  /** Whether the later of two entries wants a MiB that the first owns. */
  collide(first: number, later: number): boolean {
    const { start, end } = this.runOf(later);
    return this.#owners.subarray(start, Math.min(end, this.#fileMib)).includes(first + 1);
  }

  /**
   * Takes note that an entry changed.
   *
   * @param before what `runOf` said of it.
   * @returns whether the owners are known now; else only a check of the whole table can tell them.
   */
  moved(index: number, before: MibRun): boolean {
    const after = this.runOf(index);
    if (lengthOf(before) > 0 && !this.#release(index, before, after)) return false;
    for (let mib = after.start; mib < Math.min(after.end, this.#fileMib); mib++) {
      const owner = this.#owners[mib] ?? 0;
      if (owner !== 0 && owner !== index + 1) return false;
      this.#owners[mib] = index + 1;
    }
    return true;
  }

  #release(index: number, before: MibRun, after: MibRun): boolean {
    const losers = this.#losers.get(index) ?? [];
    for (let mib = before.start; mib < Math.min(before.end, this.#fileMib); mib++) {
      if (this.#owners[mib] !== index + 1 || (mib >= after.start && mib < after.end)) continue;
      if (!this.#complete) return false;
      const next = new Set(losers.filter((each) => contains(this.runOf(each), mib)));
      // The first of several would take it from the others, which is a finding of its own.
      if (next.size > 1) return false;
      const [only] = next;
      this.#owners[mib] = only === undefined ? 0 : only + 1;
    }
    return true;
  }

  /**
   * Takes note that the file grew.
   *
   * @param fileSize bytes by now.
   * @param except an entry that was changed along with it.
   * @returns whether the owners are known now.
   */
  grew(fileSize: number, except: ReadonlySet<number>): boolean {
    // The file may have ended inside its last MiB.
    const grown = { start: Math.max(0, this.#fileMib - 1), end: Math.ceil(fileSize / MIB) };
    this.#beyond ??= this.#entriesBeyond(except);
    this.#fileMib = grown.end;
    if (this.#owners.length < grown.end) {
      const longer = new Uint32Array(Math.max(grown.end, 2 * this.#owners.length));
      longer.set(this.#owners);
      this.#owners = longer;
    }
    for (let mib = grown.start - this.#blockMib; mib < grown.end; mib++) {
      for (const index of this.#beyond.get(mib) ?? []) {
        const { start, end } = this.runOf(index);
        if (!except.has(index) && start < grown.end && end > grown.start) return false;
      }
    }
    return true;
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
