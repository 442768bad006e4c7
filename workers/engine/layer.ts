import type { Finding, LayerName, LayerRef } from "../api/index.ts";
import { MIB } from "../bytes/numbers.ts";
import type { OverlayStore } from "../store/overlay-store.ts";
import type { ReadableStore } from "../store/store.ts";
import { type Bat } from "../vhdx/bat.ts";
import { BatCheck, type BatCheckResult } from "../vhdx/bat-check.ts";
import { BAT_ENTRY_SIZE } from "../vhdx/geometry.ts";
import { readStructures, type Structures } from "../vhdx/image.ts";
import type { LogPlace } from "../vhdx/headers.ts";
import type { JobContext } from "./jobs.ts";

/** A BAT of this size or less is checked while opening. */
const QUICK_BAT = 4 * MIB;
/** Read in one go by the background check. */
const CHECK_CHUNK = 4 * MIB;

/** Takes findings while a check goes on. */
export type TakeFindings = (findings: readonly Finding[]) => void;

type Runs = Iterable<{ readonly start: number; readonly end: number }>;

/** A store that can tell which runs of it are not the original's. */
export interface LayerStore extends ReadableStore {
  /** What may differ, growth included. */
  changedRuns(start?: number, end?: number): Runs;
  /** What was written; growth that nothing wrote is zeros and not among it. */
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

/** One layer of an open image: its bytes, and what stands in them behind headers and log. */
export class Layer {
  readonly name: LayerName;
  /** Entries of the active sequence applied; null = all of them, or not a replayed layer. */
  readonly upTo: number | null;
  readonly store: LayerStore;
  /** Where the active header says that the log lies. */
  readonly log: LogPlace | null;
  readonly structures: Structures;
  #check: BatCheck | null = null;
  #result: BatCheckResult | null = null;
  #complete = false;
  /** What only the full check reads; null where it has not run. */
  #fullCheck: readonly Finding[] | null = null;

  constructor(ref: LayerRef, store: LayerStore, log: LogPlace | null) {
    this.name = ref.name;
    this.upTo = ref.upTo;
    this.store = store;
    this.log = log;
    this.structures = readStructures(store, log);
    const { bat } = this.structures;
    if (bat === null) this.#complete = true;
    else {
      this.#check = new BatCheck(bat, store.size, this.structures.occupied, this.structures.facts.type);
      if (bat.byteLength <= QUICK_BAT) this.#checkAll(bat, this.#check);
      else this.#check.feed(bat.page(0));
    }
  }

  /** Whether every BAT entry has been looked at. */
  get batChecked(): boolean {
    return this.#complete;
  }

  /** What the check of the BAT says so far; null where there is no BAT. */
  get bat(): BatCheckResult | null {
    this.#result ??= this.#check?.result() ?? null;
    return this.#result;
  }

  /** Findings of structures and BAT. */
  get scanFindings(): readonly Finding[] {
    return [...this.structures.findings, ...(this.bat?.findings ?? [])];
  }

  /** The same with those of the full check, where it has run. */
  get findings(): readonly Finding[] {
    return [...this.scanFindings, ...(this.#fullCheck ?? [])];
  }

  /** Whether the full check has looked at this layer. */
  get fullyChecked(): boolean {
    return this.#fullCheck !== null;
  }

  /** Takes what the full check found beyond structures and BAT. */
  takeFullCheck(findings: readonly Finding[]): void {
    this.#fullCheck = findings;
  }

  /**
   * Checks the whole BAT in the background; a second call has nothing left to do.
   *
   * @param found takes the findings about entries so far, whenever there may be more.
   * @throws VhdxError `cancelled`.
   */
  async checkBat(job: JobContext, found: TakeFindings = () => {}): Promise<void> {
    const { bat, occupied, facts } = this.structures;
    if (bat === null || this.#complete) return;
    const check = new BatCheck(bat, this.store.size, occupied, facts.type);
    for (let at = 0; at < bat.byteLength; at += CHECK_CHUNK) {
      const length = Math.min(CHECK_CHUNK, bat.byteLength - at);
      const bytes = await this.store.readBulk(bat.offset + at, length);
      check.feed(new Uint32Array(bytes.buffer, bytes.byteOffset, length / Uint32Array.BYTES_PER_ELEMENT));
      job.progress(at + length, bat.byteLength, "Checking the block allocation table");
      found(check.entryFindings);
      await job.checkpoint();
    }
    this.#check = check;
    this.#result = null;
    this.#complete = true;
  }

  #checkAll(bat: Bat, check: BatCheck): void {
    const bytes = new Uint8Array(bat.entries * BAT_ENTRY_SIZE);
    if (bytes.length > 0) this.store.read(bat.offset, bytes);
    check.feed(new Uint32Array(bytes.buffer));
    this.#complete = true;
  }
}
