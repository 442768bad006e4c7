import type { IntervalSet } from "../../bytes/intervals.ts";
import type { ReadonlyWords, SparseWords } from "../../bytes/sparse-words.ts";
import type { BlockOwners, Claim, Collision, Owners, OwnerTable } from "./block-owners.ts";
import { collisionsOf } from "./block-owners.ts";
import { type FreeMib, firstFit } from "./free-mib.ts";
import type { MibSet } from "./mib-set.ts";

/**
 * The owner of each MiB of a file, kept up to date while BAT entries change. Starts from a check's owners, which stay unchanged.
 */
export class LiveOwners implements OwnerTable, Owners, FreeMib {
  readonly #list: SparseWords;
  /** A copy of the list since its last change. */
  #copy: ReadonlyWords | null = null;
  readonly #structures: IntervalSet;
  readonly #inner: MibSet;
  readonly #anchors: MibSet;
  /** Claims to MiBs owned by another block, by MiB. */
  readonly #refused = new Map<number, Claim[]>();
  /** For each length in MiB that was searched for: no free run of that length starts before this MiB. */
  readonly #hints = new Map<number, number>();

  /**
   * @param list the check's owners.
   * @param refused its claims to MiBs that already had an owner.
   * @param structures MiB runs of everything else in the file.
   */
  constructor(
    { inner, anchors }: Pick<BlockOwners, "inner" | "anchors">,
    list: ReadonlyWords,
    refused: ReadonlyMap<number, readonly Claim[]>,
    structures: IntervalSet,
  ) {
    this.#structures = structures;
    this.#list = list.copy();
    this.#inner = inner.copy();
    this.#anchors = anchors.copy();
    for (const [mib, claims] of refused) this.#refused.set(mib, [...claims]);
  }

  get length(): number {
    return this.#list.length;
  }

  /** All owners, as `BatCheckResult.owners`; a new object after each change. */
  get list(): ReadonlyWords {
    this.#copy ??= this.#list.copy();
    return this.#copy;
  }

  at(mib: number): number {
    return this.#list.at(mib);
  }

  isInner(mib: number): boolean {
    return this.#inner.has(mib);
  }

  isAnchor(mib: number): boolean {
    return this.#anchors.has(mib);
  }

  /** The collisions that a check would find for the claim. All claims are known already. */
  take(index: number, start: number, end: number, anchor: boolean): readonly Collision[] | null {
    return collisionsOf(this, { index, start, end, anchor });
  }

  /**
   * Enters a claim: a MiB belongs to the entry with the lowest index that names it.
   *
   * @param claimOf the claim of another entry.
   * @param affected takes entries whose collisions may have changed.
   * @param from first MiB that has not been entered yet.
   */
  enter(claim: Claim, claimOf: (index: number) => Claim | null, affected: Set<number>, from = 0): void {
    for (let mib = Math.max(from, claim.start); mib < Math.min(claim.end, this.length); mib++) {
      const owner = this.at(mib) - 1;
      if (owner >= 0 && owner < claim.index) {
        this.#refuse(mib, claim);
        continue;
      }
      if (owner >= 0) {
        const displaced = claimOf(owner);
        if (displaced !== null) this.#refuse(mib, displaced);
      }
      for (const each of this.#refused.get(mib) ?? []) affected.add(each.index);
      this.#set(mib, claim);
    }
  }

  /** Removes a claim; its MiBs go to other claims to them. @param affected takes entries whose collisions may have changed. */
  release(claim: Claim, affected: Set<number>): void {
    for (let mib = claim.start; mib < Math.min(claim.end, this.length); mib++) {
      const others = (this.#refused.get(mib) ?? []).filter(({ index }) => index !== claim.index);
      if (this.at(mib) === claim.index + 1) {
        const next = others.toSorted((a, b) => a.index - b.index)[0];
        for (const each of others) affected.add(each.index);
        this.#set(mib, next ?? null);
        if (next !== undefined) others.splice(others.indexOf(next), 1);
      }
      if (others.length > 0) this.#refused.set(mib, others);
      else this.#refused.delete(mib);
    }
  }

  /** Updates the length of the file. @param length MiB. @param affected takes entries that lie where it was cut. */
  resize(length: number, affected: Set<number>): void {
    // A block may reach past the end of a file that ends inside a MiB.
    const was = this.length;
    const first = Math.max(0, Math.min(length, was) - 1);
    // Only a MiB with an owner has claims that were refused, or is in a set.
    for (let mib = this.#list.nextSet(first, was); mib < was; mib = this.#list.nextSet(mib + 1, was)) {
      affected.add(this.at(mib) - 1);
      for (const each of this.#refused.get(mib) ?? []) affected.add(each.index);
      if (mib < length) continue;
      this.#refused.delete(mib);
      this.#inner.clear(mib);
      this.#anchors.clear(mib);
    }
    this.#copy = null;
    this.#list.resize(length);
    for (const [needed, hint] of this.#hints)
      this.#hints.set(needed, Math.min(hint, Math.max(0, length - needed + 1)));
  }

  nextFree(from: number, end: number): number {
    return this.#list.nextZero(from, end);
  }

  nextTaken(from: number, end: number): number {
    return this.#list.nextSet(from, end);
  }

  /** Finds the first free run once, so that later searches start there. */
  hint(needed: number): number {
    const from = this.#hints.get(needed) ?? 0;
    const first = firstFit(this, this.#structures, needed, from, this.length);
    const hint = first ?? Math.max(from, this.length - needed + 1);
    this.#hints.set(needed, hint);
    return hint;
  }

  #refuse(mib: number, claim: Claim): void {
    const others = this.#refused.get(mib);
    if (others === undefined) this.#refused.set(mib, [claim]);
    else if (!others.some(({ index }) => index === claim.index)) others.push(claim);
  }

  #set(mib: number, claim: Claim | null): void {
    const owner = claim === null ? 0 : claim.index + 1;
    this.#copy = null;
    this.#list.set(mib, owner);
    if (claim !== null && mib !== claim.start) this.#inner.set(mib);
    else this.#inner.clear(mib);
    if (claim?.anchor === true) this.#anchors.set(mib);
    else this.#anchors.clear(mib);
    if (owner === 0) {
      for (const [needed, hint] of this.#hints)
        this.#hints.set(needed, Math.min(hint, Math.max(0, mib - needed + 1)));
    }
  }
}
