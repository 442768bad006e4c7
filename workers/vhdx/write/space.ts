import { MIB, roundUp } from "../../shared/numbers.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import type { Store } from "../../store/store.ts";
import { type FreeMib, firstFit } from "../bat/free-mib.ts";

/** Where a new block goes. */
export interface Allocation {
  /** File offset in bytes, a multiple of 1 MiB. */
  readonly offset: number;
  /** The file grows there, so the run reads as zeros without being written. */
  readonly fresh: boolean;
}

interface Run {
  start: number;
  end: number;
}

/** Free space of the file, in runs of whole MiB: what no structure and no block occupies. */
export class FreeSpace {
  readonly #store: Store;
  readonly #free: FreeMib | null;
  /** MiB runs of the file's own structures, and of what was allocated here. */
  readonly #blocked: IntervalSet;
  /** Whole MiBs of the file as it was opened, as far as blocks are known. */
  readonly #whole: number;
  /** For each number of MiBs that was wanted: no free run of so many starts before this one. */
  readonly #from = new Map<number, number>();
  /** Bytes; no block reaches past it. */
  readonly #blocksEnd: number;
  /** Released by writes whose log is empty. */
  readonly #released: Run[] = [];
  /** Released, but an entry in the log could still bring the old pointer back. */
  #quarantine: Run[] = [];

  /**
   * @param free MiBs of the file in which no block lies as it is opened, and as long as this is used; null: nothing is known, only
   *   the end is used
   * @param occupied MiB runs of the file's own structures
   * @param blocksEnd end in bytes of the last block, where that is past the end of the file, as QEMU leaves it
   */
  constructor(store: Store, free: FreeMib | null, occupied: IntervalSet, blocksEnd: number) {
    this.#store = store;
    this.#blocksEnd = blocksEnd;
    this.#free = free;
    this.#blocked = IntervalSet.of(occupied.runs);
    this.#whole = Math.min(free?.length ?? 0, Math.floor(store.size / MIB));
  }

  /** Takes space: the first free run that is long enough, else the end of the file, which grows. */
  allocate(size: number): Allocation {
    const needed = size / MIB;
    const start = this.#unowned(needed) ?? this.#fromReleased(needed);
    if (start !== null) return { offset: start * MIB, fresh: false };
    const offset = roundUp(Math.max(this.#store.size, this.#blocksEnd), MIB);
    this.#store.truncate(offset + size);
    return { offset, fresh: true };
  }

  #unowned(needed: number): number | null {
    if (this.#free === null) return null;
    const from = this.#from.get(needed) ?? this.#free.hint(needed);
    const start = firstFit(this.#free, this.#blocked, needed, from, this.#whole);
    this.#from.set(needed, start ?? this.#whole);
    if (start !== null) this.#blocked.add(start, start + needed);
    return start;
  }

  #fromReleased(needed: number): number | null {
    const run = this.#released.find(({ start, end }) => end - start >= needed);
    if (run === undefined) return null;
    run.start += needed;
    return run.start - needed;
  }

  /** Gives a block's space back; it is used again once `settle` was called. */
  release(offset: number, size: number): void {
    this.#quarantine.push({ start: offset / MIB, end: (offset + size) / MIB });
  }

  /** To be called when the log is empty and no longer names what was released. */
  settle(): void {
    this.#released.push(...this.#quarantine);
    this.#quarantine = [];
  }
}
