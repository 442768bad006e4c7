import { SparseWords } from "../../bytes/sparse-words.ts";
import { MibSet, ownedMib } from "./mib-set.ts";

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

/** Collisions remembered at most, in MiBs; a broken table can have millions. */
const MOST_REFUSED = 2 ** 17;

/** The owner of each MiB of the file: the block that comes first in the BAT. */
export class BlockOwners implements Owners, OwnerTable {
  /** For each MiB of the file the BAT index + 1 of the block that lies there, 0 = none. Null for files above 68 TiB. */
  readonly owners: SparseWords | null;
  /** MiBs that are not the first of their owner. There are none where blocks have 1 MiB. */
  readonly inner = new MibSet();
  /** MiBs whose owner has no storage. */
  readonly anchors = new MibSet();
  /** Claims to MiBs owned by another block, by MiB; null where there are too many to remember. */
  #refused: Map<number, Claim[]> | null = new Map();
  #refusedCount = 0;

  /** @param fileSize bytes. */
  constructor(fileSize: number) {
    const count = ownedMib(fileSize);
    this.owners = count === null ? null : new SparseWords(count);
  }

  get length(): number {
    return this.owners?.length ?? 0;
  }

  /** Claims to MiBs owned by another block, by MiB; null where there are too many to remember. */
  get refused(): ReadonlyMap<number, readonly Claim[]> | null {
    return this.#refused;
  }

  at(mib: number): number {
    return this.owners?.at(mib) ?? 0;
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
      if (sizeMib === 1 && owners.setZero(start, index + 1)) continue;
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
      if (!owners.setZero(mib, index + 1)) return this.#collide({ index, start, end, anchor });
      this.#mark(start, mib, anchor);
    }
    return null;
  }

  #mark(start: number, mib: number, anchor: boolean): void {
    if (mib !== start) this.inner.set(mib);
    if (anchor) this.anchors.set(mib);
  }

  /** A claim of which one MiB at least has another owner. */
  #collide(claim: Claim): readonly Collision[] | null {
    const { index, start, anchor } = claim;
    const collisions = collisionsOf(this, claim, (mib) => {
      this.owners?.set(mib, index + 1);
      this.#mark(start, mib, anchor);
    });
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
