import { type ReadonlyWords, SparseWords } from "../../../bytes/sparse-words.ts";
import { MIB } from "../../../shared/numbers.ts";
import type { Layer } from "../../image/layer.ts";

/** MiB of the file for each number that is kept: 4 GiB. */
const STRIDE = 4096;

/**
 * The blocks of the file, counted by offset. A file can hold 16 million blocks, so one count is kept for each 4 GiB; the blocks
 * in between are counted when they are asked for.
 */
export class BlockPlaces {
  /** Entries of the BAT that were checked to know this. */
  readonly checked: number;
  readonly #owners: ReadonlyWords;
  /** Length of the longest block, in MiB. */
  readonly #reach: number;
  /** Number of blocks before each stride; the last one is the total. */
  readonly #before: Uint32Array;

  constructor(owners: ReadonlyWords, blockSize: number, checked: number) {
    this.checked = checked;
    this.#owners = owners;
    this.#reach = blockSize / MIB;
    this.#before = new Uint32Array(Math.ceil(owners.length / STRIDE) + 1);
    for (let stride = 0; stride + 1 < this.#before.length; stride++) {
      const start = stride * STRIDE;
      this.#before[stride + 1] = (this.#before[stride] ?? 0) + this.#count(start, start + STRIDE);
    }
  }

  /** All blocks. */
  get count(): number {
    return this.#before.at(-1) ?? 0;
  }

  /** Blocks that begin before a MiB of the file. */
  countBefore(mib: number): number {
    const end = Math.min(mib, this.#owners.length);
    const stride = Math.floor(end / STRIDE);
    return (this.#before[stride] ?? 0) + this.#count(stride * STRIDE, end);
  }

  /** First MiB of the nth block in the file; null past the last block. */
  at(nth: number): number | null {
    if (nth < 0 || nth >= this.count) return null;
    let low = 0;
    let high = this.#before.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#before[middle] ?? 0) <= nth) low = middle;
      else high = middle - 1;
    }
    let left = nth - (this.#before[low] ?? 0);
    const owners = this.#owners;
    const { length } = owners;
    for (let mib = owners.nextSet(low * STRIDE, length); mib < length; mib = owners.nextSet(mib + 1, length))
      if (this.#isFirst(mib) && left-- === 0) return mib;
    return null;
  }

  #count(start: number, end: number): number {
    const owners = this.#owners;
    const last = Math.min(end, owners.length);
    let count = 0;
    let previous = owners.at(start - 1);
    let mib = start;
    while (mib < last) {
      const owner = owners.at(mib);
      if (owner !== 0 && owner !== previous && !this.#isBefore(mib - 1, owner)) count += 1;
      previous = owner;
      mib = owner === 0 ? owners.nextSet(mib, last) : mib + 1;
    }
    return count;
  }

  /** Whether a MiB is the first of a block. In a broken BAT a sector bitmap can cut a block in two. */
  #isFirst(mib: number): boolean {
    const owners = this.#owners;
    const owner = owners.at(mib);
    return owner !== 0 && owner !== owners.at(mib - 1) && !this.#isBefore(mib - 1, owner);
  }

  /** Whether a block has a MiB before the one given, near enough to be the same block's as the next. */
  #isBefore(mib: number, owner: number): boolean {
    for (let before = mib - 1; before > mib + 1 - this.#reach; before--)
      if (this.#owners.at(before) === owner) return true;
    return false;
  }
}

const NOWHERE = new BlockPlaces(new SparseWords(0), MIB, 0);

/** By the list of owners, so that they are freed together with the layer. */
const PLACES = new WeakMap<ReadonlyWords, BlockPlaces>();

/** The places of blocks in the file; none until the check of the BAT knows the owners. */
export function blockPlaces(layer: Layer): BlockPlaces {
  const { bat, structures } = layer;
  const owners = bat?.owners ?? null;
  if (bat === null || owners === null) return NOWHERE;
  const known = PLACES.get(owners);
  if (known?.checked === bat.checked) return known;
  const places = new BlockPlaces(owners, structures.geometry?.blockSize ?? MIB, bat.checked);
  PLACES.set(owners, places);
  return places;
}
