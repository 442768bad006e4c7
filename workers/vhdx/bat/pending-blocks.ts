import type { BlockOwners, Collision } from "./block-owners.ts";

/** Bits: blocks in the same 2^16 MiB of the file are entered together, since their owners fit the processor's cache. */
const PART_BITS = 16;
/** Blocks that can wait in each part of a file, at most. */
const CAPACITY = 8192;
/** The same for the smallest file. */
const LEAST_CAPACITY = 64;
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
  /** Blocks that can wait in each part. */
  readonly #capacity: number;
  /** For each part that a block lies in, pairs of BAT index and first MiB, in the order of the BAT. */
  #queue = new Uint32Array(0);
  /** The parts in the queue, in the order of the queue. */
  readonly #queued: number[] = [];
  /** For each part, its place in the queue. */
  readonly #places: Uint32Array;
  /** Pairs that wait, for each part. A part that is not in the queue counts as full. */
  readonly #waiting: Uint32Array;
  #any = false;
  #refused: Refused[] = [];

  /** @param sizeMib of each block. */
  constructor(owners: BlockOwners, sizeMib: number) {
    const parts = Math.ceil(owners.length / 2 ** PART_BITS);
    this.#owners = owners;
    this.#sizeMib = sizeMib;
    this.#capacity = Math.min(CAPACITY, Math.max(LEAST_CAPACITY, owners.length));
    this.#places = new Uint32Array(parts);
    this.#waiting = new Uint32Array(parts).fill(this.#capacity);
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
   * @param mibs first MiB of each.
   * @param count of blocks.
   */
  add(first: number, nths: Uint16Array, mibs: Uint32Array, count: number): void {
    if (this.#owners.owners === null || count === 0) return;
    // Locals: each access to a field would take as long as the rest of the loop.
    const capacity = this.#capacity;
    const places = this.#places;
    let queue = this.#queue;
    const waiting = this.#waiting;
    for (let nth = 0; nth < count; nth++) {
      const mib = mibs[nth] ?? 0;
      const part = mib >>> PART_BITS;
      let length = waiting[part] ?? 0;
      if (length === capacity) {
        this.#makeRoom(part);
        queue = this.#queue;
        length = 0;
      }
      const at = ((places[part] ?? 0) * capacity + length) * 2;
      queue[at] = first + (nths[nth] ?? 0);
      queue[at + 1] = mib;
      waiting[part] = length + 1;
    }
    this.#any = true;
  }

  /** Makes room for the blocks of a part that is full, or not in the queue yet. */
  #makeRoom(part: number): void {
    const place = this.#places[part] ?? 0;
    if (this.#queued[place] === part) {
      this.#enter(part);
      return;
    }
    this.#places[part] = this.#queued.length;
    this.#queued.push(part);
    const size = 2 * this.#capacity;
    if (this.#queue.length < this.#queued.length * size) {
      const longer = new Uint32Array(2 * this.#queue.length + size);
      longer.set(this.#queue);
      this.#queue = longer;
    }
  }

  /** Whether there are so many overlapping blocks that they should be reported before more are added. */
  get isFull(): boolean {
    return this.#refused.length >= MOST_TOLD_TOGETHER;
  }

  /** Enters all waiting blocks, and returns those that overlap others, in the order of their entries. */
  settle(): readonly Refused[] {
    if (!this.#any) return [];
    for (const part of this.#queued) this.#enter(part);
    this.#any = false;
    const refused = this.#refused;
    this.#refused = [];
    return refused.sort((a, b) => a.index - b.index);
  }

  #enter(part: number): void {
    const start = (this.#places[part] ?? 0) * this.#capacity * 2;
    const end = start + (this.#waiting[part] ?? 0) * 2;
    this.#owners.takeAll(this.#queue.subarray(start, end), this.#sizeMib, (index, mib, collisions) => {
      this.#refused.push({ index, mib, collisions });
    });
    this.#waiting[part] = 0;
  }
}
