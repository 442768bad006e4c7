import type { IntervalSet } from "../../bytes/intervals.ts";
import type { Bits, BlockOwners, Claim, Collision, Owners, OwnerTable } from "./block-owners.ts";
import { collisionsOf } from "./block-owners.ts";
import { type FreeMib, firstFit } from "./free-mib.ts";

/** Owners that changed, up to which the list of all of them stays the check's: a copy takes 60 MB for 15 million blocks. */
const MOST_CHANGED = 4096;
/** A list of our own is made longer than it has to be, by one in so many: a file that grows does so again. */
const SPARE = 16;

/** Who has each MiB of a file, kept up to date as BAT entries change. Begins as a check left its owners, which stay as they are. */
export class LiveOwners implements OwnerTable, Owners, FreeMib {
  /** The check's list, or our own. */
  #list: Uint32Array<ArrayBuffer>;
  /** MiBs of the list that still count: a cut of the file takes the rest away, even if the file grows again. */
  #listEnd: number;
  /** Owners that are not the list's; null where the list is our own. */
  #changed: Map<number, number> | null = new Map();
  #length: number;
  readonly #structures: IntervalSet;
  readonly #inner: Bits;
  readonly #anchors: Bits;
  /** Claims to MiBs that another block has. */
  readonly #refused = new Map<number, Claim[]>();
  /** For each number of MiBs that was wanted: no free run of so many starts before this one. */
  readonly #hints = new Map<number, number>();

  /**
   * @param list the check's owners.
   * @param refused its claims that came too late.
   * @param structures MiB runs of everything else that has its place in the file.
   */
  constructor(
    { inner, anchors }: Pick<BlockOwners, "inner" | "anchors">,
    list: Uint32Array<ArrayBuffer>,
    refused: ReadonlyMap<number, readonly Claim[]>,
    structures: IntervalSet,
  ) {
    this.#structures = structures;
    this.#list = list;
    this.#listEnd = list.length;
    this.#length = list.length;
    this.#inner = inner.copy();
    this.#anchors = anchors.copy();
    for (const [mib, claims] of refused) this.#refused.set(mib, [...claims]);
  }

  get length(): number {
    return this.#length;
  }

  /** All of them, as `BatCheckResult.owners`; a new object after each change. */
  get list(): Uint32Array<ArrayBuffer> {
    return this.#ownList().subarray(0, this.#length);
  }

  at(mib: number): number {
    const changed = this.#changed?.get(mib);
    return changed ?? (mib < this.#listEnd ? (this.#list[mib] ?? 0) : 0);
  }

  isInner(mib: number): boolean {
    return this.#inner.has(mib);
  }

  isAnchor(mib: number): boolean {
    return this.#anchors.has(mib);
  }

  /** What a check would say that comes to the claim; all claims are known already. */
  take(index: number, start: number, end: number, anchor: boolean): readonly Collision[] | null {
    return collisionsOf(this, { index, start, end, anchor });
  }

  /**
   * Enters a claim: each MiB is of the entry with the lowest index that wants it.
   *
   * @param claimOf the claim of another entry.
   * @param affected takes entries whose collisions may be others now.
   * @param from MiB before which it was entered already.
   */
  enter(claim: Claim, claimOf: (index: number) => Claim | null, affected: Set<number>, from = 0): void {
    for (let mib = Math.max(from, claim.start); mib < Math.min(claim.end, this.#length); mib++) {
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

  /** Takes a claim back; who wanted the same gets it. @param affected takes entries whose collisions may be others now. */
  release(claim: Claim, affected: Set<number>): void {
    for (let mib = claim.start; mib < Math.min(claim.end, this.#length); mib++) {
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

  /** The file has another length. @param length in MiBs. @param affected takes entries that lie where it was cut. */
  resize(length: number, affected: Set<number>): void {
    // A block may reach past an end that is inside of a MiB.
    for (let mib = Math.max(0, Math.min(length, this.#length) - 1); mib < this.#length; mib++) {
      const owner = this.at(mib) - 1;
      if (owner >= 0) affected.add(owner);
      for (const each of this.#refused.get(mib) ?? []) affected.add(each.index);
      if (mib < length) continue;
      this.#refused.delete(mib);
      this.#inner.clear(mib);
      this.#anchors.clear(mib);
    }
    if (this.#changed === null) {
      if (length > this.#list.length) this.#list = longer(this.#list, length);
      this.#list.fill(0, length);
      this.#listEnd = length;
    } else {
      for (let mib = length; mib < this.#length; mib++) this.#changed.delete(mib);
      this.#listEnd = Math.min(this.#listEnd, length);
    }
    for (const [needed, hint] of this.#hints)
      this.#hints.set(needed, Math.min(hint, Math.max(0, length - needed + 1)));
    this.#length = length;
  }

  nextFree(from: number, end: number): number {
    if (this.#changed === null) {
      const at = this.#list.subarray(from, Math.min(end, this.#length)).indexOf(0);
      return at < 0 ? at : from + at;
    }
    for (let at = from; at < Math.min(end, this.#length);) {
      const listed = this.#list.subarray(at, Math.min(end, this.#listEnd)).indexOf(0);
      let next = listed >= 0 ? at + listed : Math.max(at, Math.min(end, this.#listEnd));
      for (const [mib, owner] of this.#changed) if (owner === 0 && mib >= at) next = Math.min(next, mib);
      if (next >= Math.min(end, this.#length)) return -1;
      if (this.at(next) === 0) return next;
      at = next + 1;
    }
    return -1;
  }

  nextTaken(from: number, end: number): number {
    let at = from;
    while (at < end && this.at(at) === 0) at += 1;
    return at;
  }

  /** Looks for the first run, so that nobody has to pass what lies before it again. */
  hint(needed: number): number {
    const from = this.#hints.get(needed) ?? 0;
    const first = firstFit(this, this.#structures, needed, from, this.#length);
    const hint = first ?? Math.max(from, this.#length - needed + 1);
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
    if (this.#changed === null) this.#list[mib] = owner;
    else this.#changed.set(mib, owner);
    if (claim !== null && mib !== claim.start) this.#inner.set(mib);
    else this.#inner.clear(mib);
    if (claim?.anchor === true) this.#anchors.set(mib);
    else this.#anchors.clear(mib);
    if (owner === 0) {
      for (const [needed, hint] of this.#hints)
        this.#hints.set(needed, Math.min(hint, Math.max(0, mib - needed + 1)));
    }
    if (this.#changed !== null && this.#changed.size > MOST_CHANGED) this.#ownList();
  }

  #ownList(): Uint32Array<ArrayBuffer> {
    if (this.#changed !== null) {
      this.#list = longer(this.#list.subarray(0, this.#listEnd), this.#length);
      for (const [mib, owner] of this.#changed) this.#list[mib] = owner;
      this.#changed = null;
      this.#listEnd = this.#length;
    }
    return this.#list;
  }
}

/** A copy with room for more. */
function longer(list: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(length + Math.ceil(length / SPARE));
  copy.set(list.subarray(0, length));
  return copy;
}
