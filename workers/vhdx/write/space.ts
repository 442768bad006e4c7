import { MIB, roundUp } from "../../shared/numbers.ts";
import type { IntervalSet } from "../../bytes/intervals.ts";
import type { Store } from "../../store/store.ts";

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
  readonly #free: Run[] = [];
  /** Bytes; no block reaches past it. */
  readonly #blocksEnd: number;
  /** Released, but not to be used yet: the replay of an entry in the log could still bring the old BAT entry back. */
  #quarantine: Run[] = [];

  /**
   * @param owners for each MiB of the file whether a block lies there (BatCheck); null: nothing is known, only the end is used
   * @param occupied MiB runs of the file's own structures
   * @param blocksEnd end in bytes of the last block; past the end of the file where that ends inside the block, as QEMU
   *   leaves it
   */
  constructor(store: Store, owners: Uint32Array | null, occupied: IntervalSet, blocksEnd: number) {
    this.#store = store;
    this.#blocksEnd = blocksEnd;
    if (owners === null) return;
    const whole = Math.min(owners.length, Math.floor(store.size / MIB));
    let start = 0;
    const close = (end: number) => {
      if (start < end) this.#free.push({ start, end });
    };
    const taken = occupied.runs.values();
    let structure = taken.next().value;
    for (let mib = 0; mib < whole; mib++) {
      while (structure !== undefined && structure.end <= mib) structure = taken.next().value;
      const inStructure = structure !== undefined && structure.start <= mib;
      if (!inStructure && owners[mib] === 0) continue;
      close(mib);
      start = mib + 1;
    }
    close(whole);
  }

  /** Takes space: the first free run that is long enough, else the end of the file, which grows. */
  allocate(size: number): Allocation {
    const needed = size / MIB;
    for (const run of this.#free) {
      if (run.end - run.start < needed) continue;
      const offset = run.start * MIB;
      run.start += needed;
      return { offset, fresh: false };
    }
    const offset = roundUp(Math.max(this.#store.size, this.#blocksEnd), MIB);
    this.#store.truncate(offset + size);
    return { offset, fresh: true };
  }

  /** Gives a block's space back (bytes). It can be allocated again after `settle`. */
  release(offset: number, size: number): void {
    this.#quarantine.push({ start: offset / MIB, end: (offset + size) / MIB });
  }

  /** Must be called when the log is empty, so that none of its entries names the released space any more. */
  settle(): void {
    this.#free.push(...this.#quarantine);
    this.#quarantine = [];
  }
}
