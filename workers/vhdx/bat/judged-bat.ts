import type { DiskType } from "../../api/index.ts";
import type { IntervalSet } from "../../bytes/intervals.ts";
import { MIB } from "../../shared/numbers.ts";
import type { Bat } from "./bat.ts";
import { stateOf } from "./bat-bits.ts";
import type { BatBasis } from "./bat-check.ts";
import { type BatCheckResult, type BatCounts, type Judgement, judgementOf } from "./bat-counts.ts";
import { BatEntryCheck, type MarkedEntries, type RawEntry } from "./bat-entry-check.ts";
import type { Claim, Owners } from "./block-owners.ts";
import { LiveOwners } from "./live-owners.ts";
import { ownedMib } from "./mib-set.ts";
import { NOT_PRESENT, PARTIALLY_PRESENT } from "../../shared/bat-states.ts";

/** An entry before and after a change. */
export interface ChangedEntry {
  readonly before: RawEntry;
  readonly after: RawEntry;
}

/** Changed entries up to which an update is faster than a check of the whole table. */
export const MOST_CHANGED = 2 ** 16;

const NO_OWNERS: Owners = { take: () => null };

/**
 * The result of a check of a whole BAT, kept up to date while entries change and the file grows or is cut. An update takes time
 * in proportion to what changed.
 *
 * The counts are corrected by the changed entries, the owners by the MiBs that these name. Entries whose MiBs get another owner
 * are checked again. The findings come from the marked entries alone.
 */
export class JudgedBat {
  readonly #structures: IntervalSet;
  readonly #type: DiskType | null;
  readonly #counts: BatCounts;
  readonly #owners: LiveOwners | null;
  readonly #marked: MarkedEntries;
  #bat: Bat;
  #fileSize: number;
  /** Made when it is first needed. */
  #said: (Judgement & Pick<BatCheckResult, "blocksEnd" | "named">) | null = null;

  constructor({ bat, fileSize, structures, type, counts, owners, marked }: BatBasis) {
    this.#bat = bat;
    this.#fileSize = fileSize;
    this.#structures = structures;
    this.#type = type;
    this.#counts = counts.copy(bat.geometry);
    this.#owners =
      owners.owners === null
        ? null
        : new LiveOwners(owners, owners.owners, owners.refused ?? new Map(), structures);
    this.#marked = new Map(marked);
  }

  /** Null for files above 68 TiB. */
  get owners(): LiveOwners | null {
    return this.#owners;
  }

  /**
   * Updates the result after changes.
   *
   * @param bat after the changes: the same table at the same place, of the same disk, with the same structures around it.
   * @param fileSize bytes, after the changes.
   * @param changed entries; the table holds `after`.
   * @returns false where there are too many changes; this object must not be used any more then.
   */
  update(bat: Bat, fileSize: number, changed: readonly ChangedEntry[]): boolean {
    const owned = ownedMib(fileSize);
    const resized = fileSize !== this.#fileSize;
    // Without owners nobody knows which blocks the end of the file cuts off.
    if (resized && (owned === null || this.#owners === null)) return false;
    if (changed.length > MOST_CHANGED) return false;
    this.#said = null;
    this.#bat = bat;
    const touched = new Set<number>();
    for (const { before, after } of changed) {
      touched.add(before.index);
      this.#counts.count(before, bat.geometry, -1);
      this.#counts.count(after, bat.geometry, 1);
    }
    if (this.#owners !== null) this.#reassign(this.#owners, owned ?? 0, changed, touched);
    this.#fileSize = fileSize;
    const partial = changed.filter(({ before }) => stateOf(before.low) === PARTIALLY_PRESENT);
    this.#judge(
      touched,
      partial.map(({ before }) => before.index),
    );
    return this.#marked.size <= MOST_CHANGED;
  }

  /** The result, as of a check of the whole table. */
  get result(): BatCheckResult {
    const owners = this.#owners;
    this.#said ??= this.#say();
    return {
      ...this.#said,
      byState: this.#counts.byState,
      checked: this.#bat.entries,
      // A copy, and many who ask for a result don't need one.
      get owners() {
        return owners?.list ?? null;
      },
      summary: this.#counts.summary,
    };
  }

  #say(): Judgement & Pick<BatCheckResult, "blocksEnd" | "named"> {
    const entries = this.#newCheck();
    for (const entry of [...this.#marked.values()].toSorted((a, b) => a.index - b.index))
      this.#take(entries, entry);
    const said = judgementOf(this.#bat, this.#type, this.#bat.entries, entries, this.#counts);
    return { ...said, blocksEnd: entries.endMib * MIB, named: entries.named };
  }

  /** Updates the owners. @param touched takes entries that have to be checked again. */
  #reassign(
    owners: LiveOwners,
    length: number,
    changed: readonly ChangedEntry[],
    touched: Set<number>,
  ): void {
    const was = owners.length;
    const claimOf = (index: number) => this.#claimOf(this.#raw(index));
    for (const { before } of changed) {
      const claim = this.#claimOf(before);
      if (claim !== null) owners.release(claim, touched);
    }
    const lying = length === was ? [] : this.#lyingPast(Math.min(was, length) - 1, changed);
    owners.resize(length, touched);
    for (const { after } of changed) {
      const claim = this.#claimOf(after);
      if (claim !== null) owners.enter(claim, claimOf, touched);
    }
    for (const claim of lying) {
      touched.add(claim.index);
      owners.enter(claim, claimOf, touched, was);
    }
  }

  /** Claims of unchanged entries that reach past a MiB of the file. All entries past its end are marked. */
  #lyingPast(mib: number, changed: readonly ChangedEntry[]): readonly Claim[] {
    const gone = new Set(changed.map(({ before }) => before.index));
    return [...this.#marked.values()].flatMap((entry) => {
      const claim = gone.has(entry.index) ? null : this.#claimOf(entry);
      return claim !== null && claim.end > mib ? [claim] : [];
    });
  }

  /** Checks the touched entries again. @param partial entries that were PARTIALLY_PRESENT before the change. */
  #judge(touched: ReadonlySet<number>, partial: readonly number[]): void {
    const { geometry, entries } = this.#bat;
    const chunks = new Set(partial.map((index) => geometry.chunkOf(geometry.entryAt(index).block)));
    for (const index of touched) {
      this.#marked.delete(index);
      if (index >= entries) continue;
      const entry = this.#raw(index);
      const { kind, block } = geometry.entryAt(index);
      if (kind === "payload" && stateOf(entry.low) !== PARTIALLY_PRESENT) this.#mark([entry]);
      else if (kind === "bitmap" && !geometry.differencing) this.#mark([entry]);
      else if (kind === "payload" && !geometry.differencing) this.#mark([entry]);
      else if (kind !== "unused") chunks.add(kind === "bitmap" ? block : geometry.chunkOf(block));
    }
    for (const chunk of chunks) this.#judgeChunk(chunk);
  }

  /** Checks the partial blocks of a chunk together with its sector bitmap. */
  #judgeChunk(chunk: number): void {
    const { geometry, entries } = this.#bat;
    if (!geometry.differencing) return;
    const together: RawEntry[] = [];
    const bitmap = geometry.bitmapIndex(chunk);
    for (let index = bitmap - geometry.chunkRatio; index < Math.min(bitmap, entries); index++) {
      if (geometry.entryAt(index).kind === "unused") continue;
      const entry = this.#raw(index);
      if (stateOf(entry.low) === PARTIALLY_PRESENT) together.push(entry);
    }
    if (bitmap < entries) together.push(this.#raw(bitmap));
    for (const { index } of together) this.#marked.delete(index);
    this.#mark(together);
  }

  /** Marks those of the entries that have findings. */
  #mark(entries: readonly RawEntry[]): void {
    const check = this.#newCheck();
    for (const entry of entries) this.#take(check, entry);
    for (const [index, entry] of check.marked ?? []) this.#marked.set(index, entry);
  }

  #take(check: BatEntryCheck, { index, low, high }: RawEntry): void {
    if (this.#bat.geometry.entryAt(index).kind === "bitmap") check.bitmap(index, low, high);
    // As in the check of a whole table, entries that are all zeros need no check.
    else if (low !== NOT_PRESENT || high !== 0) check.payload(index, low, high);
  }

  /** The MiBs that an entry names; null where it names none. */
  #claimOf(entry: RawEntry): Claim | null {
    if (this.#bat.geometry.entryAt(entry.index).kind === "unused") return null;
    let claim: Claim | null = null;
    const take = (index: number, start: number, end: number, anchor: boolean) => {
      claim = { index, start, end, anchor };
      return null;
    };
    this.#take(this.#newCheck({ take }), entry);
    return claim;
  }

  #newCheck(owners: Owners = this.#owners ?? NO_OWNERS): BatEntryCheck {
    return new BatEntryCheck(this.#bat, this.#fileSize, this.#structures, owners);
  }

  #raw(index: number): RawEntry {
    return { index, ...this.#bat.halves(index) };
  }
}
