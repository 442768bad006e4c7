import type { Finding, LayerName, LayerRef } from "../../api/index.ts";
import { MIB } from "../../shared/numbers.ts";
import { release } from "../../store/release.ts";
import { type FileChanges, touches } from "../../store/file-changes.ts";
import type { OverlayStore } from "../../store/overlay-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { Bat } from "../../vhdx/bat/bat.ts";
import { type BatBasis, BatCheck, type BatCheckResult, runWholeCheck } from "../../vhdx/bat/bat-check.ts";
import { changedEntries } from "../../vhdx/bat/changed-entries.ts";
import { type FreeMib, ListedOwners } from "../../vhdx/bat/free-mib.ts";
import { JudgedBat, MOST_CHANGED } from "../../vhdx/bat/judged-bat.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { HEADER_ITEMS_END, REGION_TABLE_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { readStructures, sameTable, type Structures } from "../../vhdx/image.ts";
import type { UnreadableRanges } from "../../vhdx/bat/unreadable-data.ts";
import type { LogPlace } from "../../vhdx/headers/log-place.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { Turnstile } from "../jobs/turnstile.ts";
import { readInOrder } from "../jobs/pipelined.ts";

/** A BAT of this size or less is checked while opening. */
const QUICK_BAT = 4 * MIB;
/** Entries checked in one step: a broken entry takes about a hundred times as long as a sound one. */
const CHECK_PIECE = 16 * 1024;

/** Takes findings while a check runs. */
export type TakeFindings = (findings: readonly Finding[]) => void;

const NOTHING: readonly Finding[] = [];

type Runs = Iterable<{ readonly start: number; readonly end: number }>;

/** A store that knows which of its runs differ from the original. */
export interface LayerStore extends ReadableStore {
  /** Runs that may differ, growth included. */
  changedRuns(start?: number, end?: number): Runs;
  /** Runs that were written. Growth that was not written is zeros and not included. */
  writtenRuns(start?: number, end?: number): Runs;
}

/** The original as a layer: nothing is changed. */
export class OriginalStore implements LayerStore {
  readonly #base: ReadableStore;

  constructor(base: ReadableStore) {
    this.#base = base;
  }

  get size(): number {
    return this.#base.size;
  }

  read(offset: number, into: Uint8Array): void {
    this.#base.read(offset, into);
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#base.readBulk(offset, length);
  }

  changedRuns(): Runs {
    return [];
  }

  writtenRuns(): Runs {
    return [];
  }
}

/** The user's changes as a layer over the original. */
export class EditedStore implements LayerStore {
  readonly #overlay: OverlayStore;
  readonly #originalSize: number;

  constructor(overlay: OverlayStore, originalSize: number) {
    this.#overlay = overlay;
    this.#originalSize = originalSize;
  }

  get size(): number {
    return this.#overlay.size;
  }

  read(offset: number, into: Uint8Array): void {
    this.#overlay.read(offset, into);
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#overlay.readBulk(offset, length);
  }

  *changedRuns(start = 0, end = this.size): Generator<{ start: number; end: number }> {
    yield* this.writtenRuns(start, Math.min(end, this.#originalSize));
    const grown = Math.max(start, this.#originalSize);
    if (grown < Math.min(end, this.size)) yield { start: grown, end: Math.min(end, this.size) };
  }

  writtenRuns(start?: number, end?: number): Runs {
    return this.#overlay.writtenRuns(start, end);
  }
}

/** A layer before something was written to its file. */
interface EarlierLayer {
  readonly layer: Layer;
  readonly changes: FileChanges;
}

/** Whether everything after the headers, except for BAT entries, is unchanged. */
function areKept({ layer, changes }: EarlierLayer, store: LayerStore, log: LogPlace | null): boolean {
  const { metadata } = layer.structures.regions;
  return (
    layer.store === store &&
    changes.sizeBefore === store.size &&
    layer.log?.offset === log?.offset &&
    layer.log?.length === log?.length &&
    !touches(changes, REGION_TABLE_OFFSETS[0], HEADER_ITEMS_END) &&
    (metadata === null || !touches(changes, metadata.offset, metadata.offset + metadata.length))
  );
}

/** One layer of an open image: its bytes, and the structures after headers and log. */
export class Layer {
  readonly name: LayerName;
  /** Entries of the active sequence applied; null = all of them, or not a replayed layer. */
  readonly upTo: number | null;
  readonly store: LayerStore;
  /** The log's place as the active header names it. */
  readonly log: LogPlace | null;
  readonly structures: Structures;
  /** Null where there is no BAT, and once all of it has been checked. */
  #check: BatCheck | null = null;
  /** After a complete check: what the layer after a change starts from; null where it can't. */
  #basis: BatBasis | null = null;
  /** The updated result in place of a new check, where the layer before the last change had been checked. */
  #judged: JudgedBat | null = null;
  #result: BatCheckResult | null = null;
  #complete = false;
  readonly #checking = new Turnstile();
  /** Findings of the full check; null where it has not run. */
  #fullCheck: readonly Finding[] | null = null;

  /** @param earlier the layer before the last change. It must not be used afterwards; what did not change is taken over. */
  constructor(ref: LayerRef, store: LayerStore, log: LogPlace | null, earlier: EarlierLayer | null = null) {
    this.name = ref.name;
    this.upTo = ref.upTo;
    this.store = store;
    this.log = log;
    this.structures =
      earlier !== null && areKept(earlier, store, log)
        ? earlier.layer.structures
        : readStructures(store, log);
    const { bat } = this.structures;
    bat?.forget();
    if (bat === null || (earlier !== null && this.#goOn(bat, earlier))) this.#complete = true;
    else {
      this.#check = new BatCheck(bat, store.size, this.structures.occupied, this.structures.facts.type);
      if (bat.byteLength > QUICK_BAT) this.#check.feed(bat.page(0));
      else {
        const bytes = new Uint8Array(bat.byteLength);
        if (bytes.length > 0) store.read(bat.offset, bytes);
        this.#take(this.#check, new Uint32Array(bytes.buffer));
      }
    }
  }

  /** Takes over the result of a checked BAT and updates it. @returns false where that is not possible. */
  #goOn(bat: Bat, { layer, changes }: EarlierLayer): boolean {
    if (!sameTable(layer.structures, this.structures)) return false;
    const judged = layer.#judged ?? (layer.#basis === null ? null : new JudgedBat(layer.#basis));
    if (judged === null) return false;
    const changed = changedEntries(bat, this.store, changes, MOST_CHANGED);
    if (changed === null || !judged.update(bat, this.store.size, changed)) return false;
    this.#judged = judged;
    return true;
  }

  /** Whether every BAT entry has been checked. */
  get batChecked(): boolean {
    return this.#complete;
  }

  /** The result of the BAT check so far; null where there is no BAT. */
  get bat(): BatCheckResult | null {
    this.#result ??= this.#judged?.result ?? this.#check?.result() ?? null;
    return this.#result;
  }

  /** MiBs of the file without a block; null where that is not known: before the check's end, and for files above 68 TiB. */
  get free(): FreeMib | null {
    if (!this.#complete) return null;
    if (this.#judged !== null) return this.#judged.owners;
    const owners = this.bat?.owners ?? null;
    return owners === null ? null : new ListedOwners(owners);
  }

  /**
   * Runs of the virtual disk that can't be read, from the check of the whole BAT. Null before the end of the check, where there
   * are too many to list, and for a disk with a parent.
   */
  get unreadable(): UnreadableRanges["ranges"] | null {
    if (!this.#complete || this.structures.facts.type === "differencing") return null;
    const { bytes, ranges } = this.bat?.unreadable ?? { bytes: 0, ranges: [] };
    return ranges.reduce((sum, { length }) => sum + length, 0) === bytes ? ranges : null;
  }

  /** All findings of the layer, in parts. A part stays the same array as long as nothing is added to it. */
  get findingParts(): readonly (readonly Finding[])[] {
    return [this.structures.findings, this.bat?.findings ?? NOTHING, this.#fullCheck ?? NOTHING];
  }

  /** Findings about structures and BAT. */
  get scanFindings(): readonly Finding[] {
    return [...this.structures.findings, ...(this.bat?.findings ?? [])];
  }

  /** The same, with those of the full check where it has run. */
  get findings(): readonly Finding[] {
    return this.findingParts.flat();
  }

  /** Whether the full check has covered this layer. */
  get fullyChecked(): boolean {
    return this.#fullCheck !== null;
  }

  /** Takes the findings of the full check. */
  takeFullCheck(findings: readonly Finding[]): void {
    this.#fullCheck = findings;
  }

  /**
   * Checks the whole BAT in the background, from where an earlier check was cancelled. After a complete check there is nothing to
   * do. Where another job does the check already, this one waits for it, and continues where that job is cancelled.
   *
   * @param found takes the findings about entries so far, each time there may be new ones.
   * @throws VhdxError `cancelled`.
   */
  async checkBat(job: JobContext, found: TakeFindings = () => {}): Promise<void> {
    const { bat } = this.structures;
    for (let check = this.#check; bat !== null && check !== null; check = this.#check) {
      const now = check;
      const tell = () => {
        job.progress(now.next * BAT_ENTRY_SIZE, bat.byteLength, "Checking the block allocation table");
        found(now.entryFindings);
      };
      // oxlint-disable-next-line no-await-in-loop
      if (this.#checking.held) await this.#checking.next();
      // oxlint-disable-next-line no-await-in-loop
      else await this.#checking.run((step) => this.#checkRest(bat, now, job, () => (tell(), step())));
      tell();
      // oxlint-disable-next-line no-await-in-loop
      await job.checkpoint();
    }
  }

  /** Checks the whole BAT at once, for callers that can't continue without the result. */
  checkBatNow(): void {
    const { bat, occupied, facts } = this.structures;
    if (this.#complete || bat === null) return;
    // A job may be running the other check. Its result is not used then.
    this.#finish(runWholeCheck(this.store, { occupied, facts }, bat));
  }

  /** Reads the entries that were not checked yet. @param taken called after each chunk. */
  async #checkRest(bat: Bat, check: BatCheck, job: JobContext, taken: () => void): Promise<void> {
    const start = check.next * BAT_ENTRY_SIZE;
    const rest = bat.byteLength - start;
    for await (const bytes of readInOrder(this.store, bat.offset + start, rest, job)) {
      const { buffer, byteOffset, length } = bytes;
      const words = new Uint32Array(buffer, byteOffset, length / Uint32Array.BYTES_PER_ELEMENT);
      for (let at = 0; at < words.length; at += 2 * CHECK_PIECE) {
        const piece = words.subarray(at, at + 2 * CHECK_PIECE);
        this.#take(check, piece);
        await job.checkpoint();
      }
      release(bytes);
      taken();
      await job.checkpoint();
    }
  }

  /** Hands the next entries to the check. */
  #take(check: BatCheck, words: Uint32Array): void {
    if (check !== this.#check) return;
    check.feed(words);
    this.#result = null;
    if (check.next >= (this.structures.bat?.entries ?? 0)) this.#finish(check);
  }

  #finish(check: BatCheck): void {
    this.#result = check.result();
    this.#basis = check.basis;
    this.#check = null;
    this.#complete = true;
  }
}
