import type { IntervalSet } from "../../bytes/intervals.ts";

/** Which MiBs of a file no block has. */
export interface FreeMib {
  /** MiBs that are known of, from the start of the file on. */
  readonly length: number;
  /** First MiB in `[from, end)` that no block has; -1 where there is none. */
  nextFree(from: number, end: number): number;
  /** First MiB in `[from, end)` that a block has; `end` where there is none. */
  nextTaken(from: number, end: number): number;
  /** Where to begin to look for so many MiBs that neither a block nor a structure has: no run of so many starts before. */
  hint(needed: number): number;
}

/** The same from a list with an owner for each MiB, 0 = none. */
export class ListedOwners implements FreeMib {
  readonly #owners: Uint32Array;

  constructor(owners: Uint32Array) {
    this.#owners = owners;
  }

  get length(): number {
    return this.#owners.length;
  }

  nextFree(from: number, end: number): number {
    // `indexOf` passes millions of taken MiBs in the time that a loop takes for a tenth of them.
    const at = this.#owners.subarray(from, end).indexOf(0);
    return at < 0 ? at : from + at;
  }

  nextTaken(from: number, end: number): number {
    let at = from;
    while (at < end && this.#owners[at] === 0) at += 1;
    return at;
  }

  hint(): number {
    return 0;
  }
}

/**
 * The first run of so many MiBs in `[from, end)` that no block has and that nothing else stands in the way of.
 *
 * @returns where it starts; null where there is none.
 */
export function firstFit(
  free: FreeMib,
  blocked: IntervalSet,
  needed: number,
  from: number,
  end: number,
): number | null {
  for (const gap of blocked.gaps(from, Math.min(end, free.length))) {
    for (let at = free.nextFree(gap.start, gap.end); at >= 0 && at + needed <= gap.end;) {
      const taken = free.nextTaken(at, Math.min(gap.end, at + needed));
      if (taken - at >= needed) return at;
      at = free.nextFree(taken, gap.end);
    }
  }
  return null;
}
