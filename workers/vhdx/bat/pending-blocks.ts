import type { BlockOwners, Collision } from "./block-owners.ts";

/** Bits: blocks in the same 2^16 MiB of the file are entered together, since their owners fit the processor's cache. */
const PART_BITS = 16;
/** Blocks that can wait in each part. */
const CAPACITY = 8192;
/** Overlapping blocks that wait to be reported, at most approximately. */
const MOST_TOLD_TOGETHER = 4096;

/** A block that overlaps others. */
interface Refused {
  readonly index: number;
  readonly mib: number;
  readonly collisions: readonly Collision[];
}

/**
 * Blocks with storage that wait to be entered among the owners. Where the blocks of a disk lie in random order, each one would
 * miss the cache; sorted by part of the file and entered part by part, they don't. The result is the same as if each had been
 * entered at once.
 */
export class PendingBlocks {
  readonly #owners: BlockOwners;
  readonly #sizeMib: number;
  /** For each part pairs of BAT index and first MiB, in the order of the BAT. */
  readonly #queue: Uint32Array;
  /** Pairs that wait, for each part. */
  readonly #waiting: Uint32Array;
  #any = false;
  #refused: Refused[] = [];

  /** @param sizeMib of each block. */
  constructor(owners: BlockOwners, sizeMib: number) {
    const parts = Math.ceil((owners.owners?.length ?? 0) / 2 ** PART_BITS);
    this.#owners = owners;
    this.#sizeMib = sizeMib;
    this.#queue = new Uint32Array(parts * CAPACITY * 2);
    this.#waiting = new Uint32Array(parts);
  }

  /** Whether a block may wait: a block in two parts has to be entered by itself, after a `settle`. */
  fits(mib: number): boolean {
    return (mib ^ (mib + this.#sizeMib - 1)) >>> PART_BITS === 0;
  }

  /**
   * Takes blocks that lie inside the file and may wait.
   *
   * @param first BAT index of the first entry of a run of them.
   * @param nths which entries of the run, ascending; all after those of earlier calls.
   * @param places first MiB of each.
   * @param count of blocks.
   */
  add(first: number, nths: Uint16Array, places: Uint32Array, count: number): void {
    if (this.#owners.owners === null || count === 0) return;
    // Locals: each access to a field would take as long as the rest of the loop.
    const queue = this.#queue;
    const waiting = this.#waiting;
    for (let nth = 0; nth < count; nth++) {
      const mib = places[nth] ?? 0;
      const part = mib >>> PART_BITS;
      let length = waiting[part] ?? 0;
      if (length === CAPACITY) {
        this.#enter(part);
        length = 0;
      }
      const at = (part * CAPACITY + length) * 2;
      queue[at] = first + (nths[nth] ?? 0);
      queue[at + 1] = mib;
      waiting[part] = length + 1;
    }
    this.#any = true;
  }

  /** Whether there are so many overlapping blocks that they should be reported before more are added. */
  get isFull(): boolean {
    return this.#refused.length >= MOST_TOLD_TOGETHER;
  }

  /** Enters all waiting blocks, and returns those that overlap others, in the order of their entries. */
  settle(): readonly Refused[] {
    if (!this.#any) return [];
    for (let part = 0; part < this.#waiting.length; part++) this.#enter(part);
    this.#any = false;
    const refused = this.#refused;
    this.#refused = [];
    return refused.sort((a, b) => a.index - b.index);
  }

  #enter(part: number): void {
    const start = part * CAPACITY * 2;
    const end = start + (this.#waiting[part] ?? 0) * 2;
    this.#owners.takeAll(this.#queue.subarray(start, end), this.#sizeMib, (index, mib, collisions) => {
      this.#refused.push({ index, mib, collisions });
    });
    this.#waiting[part] = 0;
  }
}
