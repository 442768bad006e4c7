import { SparseWords } from "../../bytes/sparse-words.ts";
import { MIB } from "../../shared/numbers.ts";

/** MiB of file for which owners are kept: 68 TiB, more than the largest disk of 64 TiB takes with its structures. */
const OWNED_MIB = 68 * 1024 * 1024;

/** MiBs of a file for which owners are kept; null where it is too long. @param fileSize bytes. */
export function ownedMib(fileSize: number): number | null {
  const count = Math.ceil(fileSize / MIB);
  return count <= OWNED_MIB ? count : null;
}

/**
 * A set of MiBs of a file, which takes memory where it holds some. From MiB `OWNED_MIB` on it does not tell one from another: a place
 * out there that one broken entry names would take a list as long. Once one of those is set, all of them count as set.
 */
export class MibSet {
  /** A bit for each MiB. */
  #bits = new SparseWords(OWNED_MIB / 32);
  /** Whether one from `OWNED_MIB` on was set. */
  #beyond = false;

  has(mib: number): boolean {
    if (mib >= OWNED_MIB) return this.#beyond;
    return (this.#bits.at(mib >>> 5) & (1 << (mib & 31))) !== 0;
  }

  set(mib: number): void {
    if (mib >= OWNED_MIB) this.#beyond = true;
    else this.#bits.set(mib >>> 5, this.#bits.at(mib >>> 5) | (1 << (mib & 31)));
  }

  /** Has no effect from `OWNED_MIB` on. */
  clear(mib: number): void {
    if (mib < OWNED_MIB) this.#bits.set(mib >>> 5, this.#bits.at(mib >>> 5) & ~(1 << (mib & 31)));
  }

  /** The first MiB in `[from, end)` that is set; `end` where there is none. `end` is at most `OWNED_MIB`. */
  #nextSet(from: number, end: number): number {
    let at = from;
    while (at < end && !this.has(at)) {
      // Where no MiB of 32 is set, those are skipped that follow without one too.
      if (at % 32 === 0 && this.#bits.at(at / 32) === 0) at = this.#bits.nextSet(at / 32, end / 32) * 32;
      else at += 1;
    }
    return Math.min(at, end);
  }

  /** The last MiB in `[0, end)` that is set; -1 where there is none. */
  last(end: number): number {
    if (this.#beyond && end > OWNED_MIB) return end - 1;
    let at = Math.min(end, OWNED_MIB) - 1;
    while (at >= 0 && !this.has(at)) {
      if (at % 32 === 31 && this.#bits.at(at >>> 5) === 0) at = this.#bits.lastSet(at >>> 5) * 32 + 31;
      else at -= 1;
    }
    return at;
  }

  /** The runs of `[start, end)` without a set MiB, in order. */
  *gaps(start: number, end: number): Generator<{ readonly start: number; readonly end: number }> {
    const known = Math.min(end, OWNED_MIB);
    const isFree = end > OWNED_MIB && !this.#beyond;
    for (let from = start; from < known;) {
      const to = this.#nextSet(from, known);
      if (to === known && isFree) {
        yield { start: from, end };
        return;
      }
      if (from < to) yield { start: from, end: to };
      for (from = to; from < known && this.has(from);) from += 1;
    }
    if (isFree) yield { start: Math.max(start, OWNED_MIB), end };
  }

  copy(): MibSet {
    const copy = new MibSet();
    copy.#bits = this.#bits.copy();
    copy.#beyond = this.#beyond;
    return copy;
  }
}
