import type { IntervalSet } from "../../bytes/intervals.ts";
import type { ReadonlyWords } from "../../bytes/sparse-words.ts";
import type { MibSet } from "./mib-set.ts";

/** Which MiBs of a file belong to no block. */
export interface FreeMib {
  /** MiBs that are known, from the start of the file on. */
  readonly length: number;
  /** First MiB in `[from, end)` that belongs to no block; -1 where there is none. */
  nextFree(from: number, end: number): number;
  /** First MiB in `[from, end)` that belongs to a block; `end` where there is none. */
  nextTaken(from: number, end: number): number;
  /** Where to start a search for `needed` free MiBs: no free run of that length starts before. */
  hint(needed: number): number;
}

/** Free MiBs by a list with the owner of each MiB, 0 = none. */
export class ListedOwners implements FreeMib {
  readonly #owners: ReadonlyWords;

  constructor(owners: ReadonlyWords) {
    this.#owners = owners;
  }

  get length(): number {
    return this.#owners.length;
  }

  nextFree(from: number, end: number): number {
    return this.#owners.nextZero(from, end);
  }

  nextTaken(from: number, end: number): number {
    return this.#owners.nextSet(from, end);
  }

  hint(): number {
    return 0;
  }
}

/** The free MiBs that no entry without storage names either. */
export class UnnamedMib implements FreeMib {
  readonly #free: FreeMib;
  readonly #named: MibSet;

  /** @param named MiBs that entries without storage name. */
  constructor(free: FreeMib, named: MibSet) {
    this.#free = free;
    this.#named = named;
  }

  get length(): number {
    return this.#free.length;
  }

  nextFree(from: number, end: number): number {
    let at = this.#free.nextFree(from, end);
    while (at >= 0 && this.#named.has(at)) at = this.#free.nextFree(at + 1, end);
    return at;
  }

  nextTaken(from: number, end: number): number {
    const taken = this.#free.nextTaken(from, end);
    let at = from;
    while (at < taken && !this.#named.has(at)) at += 1;
    return at;
  }

  hint(needed: number): number {
    return this.#free.hint(needed);
  }
}

/**
 * The first run of MiBs in `[from, end)` that is long enough and holds neither a block nor a structure.
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
