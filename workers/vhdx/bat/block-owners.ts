import { MIB } from "../../shared/numbers.ts";

/** MiB of file for which owners are kept, 4 bytes each: 64 MiB of memory, 16 TiB of file. */
const OWNED_MIB = 16 * 1024 * 1024;

/** A block that wants MiBs which another one has. */
export interface Collision {
  /** BAT index of the block that has them. */
  readonly owner: number;
  /** First MiB of the file that both want. */
  readonly mib: number;
  /** Whether both start there. */
  readonly same: boolean;
  /** Whether one of the two has no storage and only keeps the place that it had. */
  readonly anchor: boolean;
}

/** A bit for each of `count` numbers, which cost nothing until the first is set. */
class Bits {
  readonly #count: number;
  #bytes: Uint8Array | null = null;

  constructor(count: number) {
    this.#count = count;
  }

  has(at: number): boolean {
    return ((this.#bytes?.[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0;
  }

  set(at: number): void {
    this.#bytes ??= new Uint8Array(Math.ceil(this.#count / 8));
    this.#bytes[at >>> 3] = (this.#bytes[at >>> 3] ?? 0) | (1 << (at & 7));
  }
}

/** One owner for each MiB of the file: the block that came first. */
export class BlockOwners {
  /** For each MiB of the file the BAT index + 1 of the block that lies there, 0 = none. Null for files above 16 TiB. */
  readonly owners: Uint32Array<ArrayBuffer> | null;
  /** MiBs that are not where their owner itself starts: of blocks of 1 MiB there are none, and nothing is written down. */
  readonly #inner: Bits;
  /** MiBs whose owner has no storage. */
  readonly #anchors: Bits;

  /** @param fileSize bytes. */
  constructor(fileSize: number) {
    const count = Math.ceil(fileSize / MIB);
    this.owners = count <= OWNED_MIB ? new Uint32Array(count) : null;
    this.#inner = new Bits(this.owners?.length ?? 0);
    this.#anchors = new Bits(this.owners?.length ?? 0);
  }

  /**
   * Takes the MiBs of many blocks with storage, all of them in the file. What `take` does for each, without its cost where
   * nobody has any of the MiBs, which is the common way.
   *
   * @param pairs of BAT index and first MiB, block after block.
   * @param sizeMib of each block.
   * @param collided called with each block that meets another owner, and what `take` says of it.
   */
  takeAll(
    pairs: Uint32Array,
    sizeMib: number,
    collided: (index: number, mib: number, collisions: readonly Collision[]) => void,
  ): void {
    const { owners } = this;
    if (owners === null) return;
    for (let at = 0; at < pairs.length; at += 2) {
      const index = pairs[at] ?? 0;
      const start = pairs[at + 1] ?? 0;
      if (sizeMib === 1 && owners[start] === 0) {
        owners[start] = index + 1;
        continue;
      }
      const collisions = this.take(index, start, start + sizeMib, false);
      if (collisions !== null) collided(index, start, collisions);
    }
  }

  /**
   * Takes the MiBs `[start, end)` for a block, as far as the file goes.
   *
   * @param anchor whether the block only keeps the place that it had.
   * @returns one collision for each other owner that is met; none on the common way.
   */
  take(index: number, start: number, end: number, anchor: boolean): readonly Collision[] | null {
    const { owners } = this;
    if (owners === null) return null;
    let collisions: Collision[] | null = null;
    let reported = -1;
    for (let mib = start; mib < Math.min(end, owners.length); mib++) {
      const owner = (owners[mib] ?? 0) - 1;
      if (owner < 0) {
        owners[mib] = index + 1;
        if (mib !== start) this.#inner.set(mib);
        if (anchor) this.#anchors.set(mib);
      } else if (owner !== reported) {
        reported = owner;
        collisions ??= [];
        // Not read from the owner's entry: millions of collisions would mean millions of page reads.
        const same = mib === start && !this.#inner.has(mib);
        collisions.push({ owner, mib, same, anchor: anchor || this.#anchors.has(mib) });
      }
    }
    return collisions;
  }
}
