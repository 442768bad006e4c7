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
  /** Runs in MiB of the file's own structures and of allocated space. */
  readonly #blocked: IntervalSet;
  /** Number of whole MiBs of the file when it was opened, as far as it is known where blocks lie. */
  readonly #whole: number;
  /** By length in MiB: where the search for a free run of that length starts, because none lies before it. */
  readonly #from = new Map<number, number>();
  /** Bytes; no block reaches past it. */
  readonly #blocksEnd: number;
  /** Released space that can be used again, because no entry in the log names it any more. */
  readonly #released: Run[] = [];
  /** Released, but not to be used yet: the replay of an entry in the log could still bring the old BAT entry back. */
  #quarantine: Run[] = [];

  /**
   * @param free MiBs of the file without a block; they must stay so while this object is used. Null: unknown, so blocks go to the
   *   end of the file
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

  /** Gives a block's space back (bytes). It can be allocated again after `settle`. */
  release(offset: number, size: number): void {
    this.#quarantine.push({ start: offset / MIB, end: (offset + size) / MIB });
  }

  /** Must be called when the log is empty, so that none of its entries names the released space any more. */
  settle(): void {
    this.#released.push(...this.#quarantine);
    this.#quarantine = [];
  }
}
