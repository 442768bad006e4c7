import { MIB } from "../../shared/numbers.ts";

/**
 * MiB of file for which owners are kept, 4 bytes each: 68 TiB, more than the largest disk of 64 TiB takes with its structures. The
 * system gives memory for those parts of the list alone that are written, so a file costs 4 bytes for each MiB that holds a block.
 */
const OWNED_MIB = 68 * 1024 * 1024;

/** A block that names MiBs owned by another block. */
export interface Collision {
  /** BAT index of the owner. */
  readonly owner: number;
  /** First MiB of the file that both name. */
  readonly mib: number;
  /** Whether both start there. */
  readonly same: boolean;
  /** Whether one of the two has no storage and only keeps its former place. */
  readonly anchor: boolean;
}

/** MiBs of the file that a BAT entry names, `[start, end)`. */
export interface Claim {
  /** Of the entry. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** Whether the block has no storage and only keeps its former place. */
  readonly anchor: boolean;
}

/** The owners of the file's MiBs, as the check of single entries uses them. */
export interface Owners {
  /** The claim's collisions: one for each other owner; null where there is none. */
  take(index: number, start: number, end: number, anchor: boolean): readonly Collision[] | null;
}

/** The owner of each MiB of the file. */
export interface OwnerTable {
  /** MiBs. */
  readonly length: number;
  /** BAT index + 1 of the block that lies there, 0 = none. */
  at(mib: number): number;
  /** Whether the owner itself starts elsewhere. */
  isInner(mib: number): boolean;
  /** Whether the owner has no storage. */
  isAnchor(mib: number): boolean;
}

/**
 * Collisions of a claim from MiB `from` on. All owners that come before the claim in the BAT are known.
 *
 * @param free called with each MiB without an owner.
 */
export function collisionsOf(
  table: OwnerTable,
  { index, start, end, anchor }: Claim,
  free: (mib: number) => void = () => {},
): readonly Collision[] | null {
  let collisions: Collision[] | null = null;
  let reported = -1;
  for (let mib = start; mib < Math.min(end, table.length); mib++) {
    const owner = table.at(mib) - 1;
    if (owner < 0) free(mib);
    else if (owner !== index && owner !== reported) {
      reported = owner;
      collisions ??= [];
      // Not read from the owner's entry: millions of collisions would mean millions of page reads.
      const same = mib === start && !table.isInner(mib);
      collisions.push({ owner, mib, same, anchor: anchor || table.isAnchor(mib) });
    }
  }
  return collisions;
}

/**
 * A set of MiBs that takes no memory until the first is set. From MiB `OWNED_MIB` on it does not tell one from another: a place out
 * there that one broken entry names would take hundreds of MiB of bits. Once one of those is set, all of them count as set.
 */
export class Bits {
  #count: number;
  #bytes: Uint8Array | null = null;
  /** Whether one from `OWNED_MIB` on was set. */
  #beyond = false;

  constructor(count: number) {
    this.#count = Math.min(count, OWNED_MIB);
  }

  has(at: number): boolean {
    if (at >= OWNED_MIB) return this.#beyond;
    return ((this.#bytes?.[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0;
  }

  set(at: number): void {
    if (at >= OWNED_MIB) {
      this.#beyond = true;
      return;
    }
    const needed = Math.ceil(Math.max(this.#count, at + 1) / 8);
    if (this.#bytes === null || this.#bytes.length < needed) {
      const bytes = new Uint8Array(needed);
      bytes.set(this.#bytes ?? []);
      this.#bytes = bytes;
      this.#count = needed * 8;
    }
    this.#bytes[at >>> 3] = (this.#bytes[at >>> 3] ?? 0) | (1 << (at & 7));
  }

  /** Has no effect from `OWNED_MIB` on. */
  clear(at: number): void {
    if (at < OWNED_MIB && this.has(at) && this.#bytes !== null)
      this.#bytes[at >>> 3] = (this.#bytes[at >>> 3] ?? 0) & ~(1 << (at & 7));
  }

  /** The runs of `[start, end)` without a set bit, in order. */
  *gaps(start: number, end: number): Generator<{ readonly start: number; readonly end: number }> {
    const known = Math.min(end, OWNED_MIB);
    const isFree = end > OWNED_MIB && !this.#beyond;
    for (let from = start; from < known;) {
      let to = this.#bytes === null ? known : from;
      while (to < known && !this.has(to)) to += 1;
      if (to === known && isFree) {
        yield { start: from, end };
        return;
      }
      if (from < to) yield { start: from, end: to };
      for (from = to; from < known && this.has(from);) from += 1;
    }
    if (isFree) yield { start: Math.max(start, OWNED_MIB), end };
  }

  copy(): Bits {
    const copy = new Bits(this.#count);
    copy.#bytes = this.#bytes?.slice() ?? null;
    copy.#beyond = this.#beyond;
    return copy;
  }
}

/** Collisions remembered at most, in MiBs; a broken table can have millions. */
const MOST_REFUSED = 2 ** 17;

/** The owner of each MiB of the file: the block that comes first in the BAT. */
export class BlockOwners implements Owners, OwnerTable {
  /** For each MiB of the file the BAT index + 1 of the block that lies there, 0 = none. Null for files above 68 TiB. */
  readonly owners: Uint32Array<ArrayBuffer> | null;
  /** MiBs that are not the first of their owner. There are none where blocks have 1 MiB. */
  readonly inner: Bits;
  /** MiBs whose owner has no storage. */
  readonly anchors: Bits;
  /** Claims to MiBs owned by another block, by MiB; null where there are too many to remember. */
  #refused: Map<number, Claim[]> | null = new Map();
  #refusedCount = 0;

  /** @param fileSize bytes. */
  constructor(fileSize: number) {
    const count = ownedMib(fileSize);
    this.owners = count === null ? null : new Uint32Array(count);
    this.inner = new Bits(count ?? 0);
    this.anchors = new Bits(count ?? 0);
  }

  get length(): number {
    return this.owners?.length ?? 0;
  }

  /** Claims to MiBs owned by another block, by MiB; null where there are too many to remember. */
  get refused(): ReadonlyMap<number, readonly Claim[]> | null {
    return this.#refused;
  }

  at(mib: number): number {
    return this.owners?.[mib] ?? 0;
  }

  isInner(mib: number): boolean {
    return this.inner.has(mib);
  }

  isAnchor(mib: number): boolean {
    return this.anchors.has(mib);
  }

  /**
   * Enters many blocks with storage, all inside the file. Does what `take` does for each, but faster where the MiBs have no owner
   * yet, which is the common case.
   *
   * @param pairs of BAT index and first MiB, block after block.
   * @param sizeMib of each block.
   * @param collided called with each block that meets another owner, and its collisions.
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
   * Enters a block as the owner of MiBs `[start, end)`, up to the end of the file.
   *
   * @param anchor whether the block only keeps its former place.
   * @returns one collision for each other owner; null where there is none.
   */
  take(index: number, start: number, end: number, anchor: boolean): readonly Collision[] | null {
    const { owners } = this;
    if (owners === null) return null;
    const stop = Math.min(end, owners.length);
    for (let mib = start; mib < stop; mib++) {
      if (owners[mib] !== 0) return this.#collide({ index, start, end, anchor });
      this.#enter(index, start, mib, anchor);
    }
    return null;
  }

  #enter(index: number, start: number, mib: number, anchor: boolean): void {
    if (this.owners !== null) this.owners[mib] = index + 1;
    if (mib !== start) this.inner.set(mib);
    if (anchor) this.anchors.set(mib);
  }

  /** A claim of which one MiB at least has another owner. */
  #collide(claim: Claim): readonly Collision[] | null {
    const { index, start, anchor } = claim;
    const collisions = collisionsOf(this, claim, (mib) => this.#enter(index, start, mib, anchor));
    this.#refuse(claim);
    return collisions;
  }

  #refuse(claim: Claim): void {
    for (let mib = claim.start; mib < Math.min(claim.end, this.length) && this.#refused !== null; mib++) {
      if (this.at(mib) === claim.index + 1) continue;
      const others = this.#refused.get(mib);
      if (others === undefined) this.#refused.set(mib, [claim]);
      else others.push(claim);
      this.#refusedCount += 1;
      if (this.#refusedCount > MOST_REFUSED) this.#refused = null;
    }
  }
}

/** MiBs of a file for which owners are kept; null where it is too long. @param fileSize bytes. */
export function ownedMib(fileSize: number): number | null {
  const count = Math.ceil(fileSize / MIB);
  return count <= OWNED_MIB ? count : null;
}
