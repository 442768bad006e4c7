import { MIB, roundUp } from "../../shared/numbers.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import type { Store } from "../../store/store.ts";
import { type FreeMib, firstFit } from "../bat/free-mib.ts";
import { type ReleasedRun, ReleasedRuns } from "./released-runs.ts";

/** Where a new block goes. */
export interface Allocation {
  /** File offset in bytes, a multiple of 1 MiB. */
  readonly offset: number;
  /** The file grows there, so the run reads as zeros without being written. */
  readonly fresh: boolean;
}

/** Free space of the file, in runs of whole MiB: what no structure and no block occupies. */
export class FreeSpace {
  readonly #store: Store;
  readonly #free: FreeMib;
  /** Runs in MiB of the file's own structures and of allocated space. */
  readonly #blocked: IntervalSet;
  /** Number of whole MiBs of the file when it was opened. */
  readonly #whole: number;
  /** By length in MiB: where the search for a free run of that length starts, because none lies before it. */
  readonly #from = new Map<number, number>();
  /** Bytes; no block reaches past it. */
  readonly #blocksEnd: number;
  /** Released space that can be used again, because no entry in the log names it any more. */
  readonly #released = new ReleasedRuns();
  /** Released, but not to be used yet: the replay of an entry in the log could still bring the old BAT entry back. */
  #quarantine: ReleasedRun[] = [];
  /** Released by a change that is not committed yet: the BAT names the space still. */
  #uncommitted: ReleasedRun[] = [];

  /**
   * @param free MiBs of the file without a block; they must stay so while this object is used
   * @param occupied MiB runs of the file's own structures
   * @param blocksEnd end in bytes of the last block, where that is past the end of the file, as QEMU leaves it
   */
  constructor(store: Store, free: FreeMib, occupied: IntervalSet, blocksEnd: number) {
    this.#store = store;
    this.#blocksEnd = blocksEnd;
    this.#free = free;
    this.#blocked = IntervalSet.of(occupied.runs);
    this.#whole = Math.min(free.length, Math.floor(store.size / MIB));
  }

  /** Takes space: the first free run that is long enough, else the end of the file, which grows. */
  allocate(size: number): Allocation {
    const needed = size / MIB;
    const start = this.#unowned(needed) ?? this.#released.take(needed);
    if (start !== null) return { offset: start * MIB, fresh: false };
    const offset = roundUp(Math.max(this.#store.size, this.#blocksEnd), MIB);
    this.#store.truncate(offset + size);
    return { offset, fresh: true };
  }

  #unowned(needed: number): number | null {
    const from = this.#from.get(needed) ?? this.#free.hint(needed);
    const start = firstFit(this.#free, this.#blocked, needed, from, this.#whole);
    this.#from.set(needed, start ?? this.#whole);
    if (start !== null) this.#blocked.add(start, start + needed);
    return start;
  }

  /** Gives a block's space back (bytes). It can be allocated again after `committed`, and a `settle` after that. */
  release(offset: number, size: number): void {
    this.#uncommitted.push({ start: offset / MIB, end: (offset + size) / MIB });
  }

  /** Must be called after the changes that released space were committed. */
  committed(): void {
    for (const run of this.#uncommitted) this.#quarantine.push(run);
    this.#uncommitted = [];
  }

  /**
   * Must be called when the log was emptied after the last call of `committed`, so that none of its entries names the released space
   * any more.
   */
  settle(): void {
    for (const run of this.#quarantine) this.#released.add(run);
    this.#quarantine = [];
  }
}
