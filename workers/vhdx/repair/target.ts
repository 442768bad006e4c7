import { MIB, roundUp } from "../../shared/numbers.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { Store } from "../../store/store.ts";
import type { Bat } from "../bat/bat.ts";
import { readHeaders } from "../headers/headers.ts";
import { readRegions } from "../regions/regions.ts";
import { BatEditor, type EntryState } from "../write/bat-editor.ts";
import { guestSees, type KnownView } from "../write/guest-view.ts";
import { type GuidSource, HeaderWriter } from "../write/header-writer.ts";
import { journalChanges, writeInPlace } from "../write/metadata-writer.ts";
import type { RepairState } from "./state.ts";

/** Whether the log overlaps another structure; then nothing may be written to it. */
function logIsOver(store: Store): boolean {
  const { log } = readHeaders(store);
  return readRegions(store, log).findings.some(({ code }) => code === "region-overlap");
}

/** Changed BAT entries in memory. A table can have 67 million, and a Map holds 2^24 at most. */
const ENTRIES_AT_ONCE = 2 ** 20;

/**
 * The file that a fix writes to: through the log and with header updates, wherever the file is sound enough for that.
 *
 * Each method updates the headers before it writes (MS-VHDX 2.2.2.1): FileWriteGuid always, DataWriteGuid where a guest sees a
 * difference, which is judged by the bytes that are about to be written. A fix of headers or log writes to `store` itself, by the
 * procedure that its structure has.
 */
export class RepairTarget {
  readonly store: Store;
  readonly newGuid: GuidSource;
  readonly #state: RepairState;
  /** Made for the first change; null before, and where no header is active. */
  #headers: HeaderWriter | null = null;

  /** The MiB run that holds the new bytes of a file that grew. @param before bytes. @param after bytes. */
  static grown(before: number, after: number): { readonly start: number; readonly end: number } {
    return { start: Math.floor(before / MIB), end: Math.ceil(after / MIB) };
  }

  /** @param state that the fix was planned for. */
  constructor(store: Store, newGuid: GuidSource, state: RepairState) {
    this.store = store;
    this.newGuid = newGuid;
    this.#state = state;
  }

  /** Null where no header is active. */
  #headerWriter(): HeaderWriter | null {
    const { active } = readHeaders(this.store);
    if (active !== null) this.#headers ??= new HeaderWriter(this.store, active, this.newGuid);
    return active === null ? null : this.#headers;
  }

  /** Updates the headers for a change that is about to be made. @param after the file with the change. @param restores as `KnownView` has it. */
  #announce(after: OverlayStore, restores = false): void {
    const headers = this.#headerWriter();
    if (headers === null) return;
    const { log } = readHeaders(this.store);
    const { structures, owners, check } = this.#state;
    const known: KnownView = {
      structures,
      owners,
      restores,
      ...(check === null ? {} : { blocksEnd: check.blocksEnd }),
    };
    if (guestSees(this.store, after, [...after.writtenRuns()], log, known)) headers.markData();
    else headers.markFile();
  }

  /** Changes structures, and bytes that belong together with them. */
  change(write: (changed: OverlayStore) => void): void {
    this.#change(write, (after) => this.#announce(after));
  }

  /**
   * Puts back a parameter of the disk that damage changed, where nothing else can have stood there: the disk is what it was when
   * DataWriteGuid was given to it, and its children accept it still, unless a guest reads other bytes.
   */
  restore(write: (changed: OverlayStore) => void): void {
    this.#change(write, (after) => this.#announce(after, true));
  }

  #change(write: (changed: OverlayStore) => void, announce: (after: OverlayStore) => void): void {
    const changed = new OverlayStore(this.store);
    write(changed);
    announce(changed);
    if (this.#headers === null || logIsOver(this.store)) writeInPlace(this.store, changed);
    else journalChanges(this.store, changed, this.#headers, this.newGuid);
  }

  /**
   * Changes entries of the BAT and clears their reserved bits. Millions of them are changed in parts, one after the other.
   *
   * @param entries in the order of the table.
   */
  setEntries(bat: Bat, entries: Iterable<readonly [number, EntryState]>): void {
    let editor = new BatEditor(this.store, bat);
    for (const [index, entry] of entries) {
      editor.set(index, entry);
      if (editor.changed < ENTRIES_AT_ONCE) continue;
      this.#setEntries(bat, editor);
      editor = new BatEditor(this.store, bat);
    }
    if (editor.changed > 0) this.#setEntries(bat, editor);
  }

  #setEntries(bat: Bat, editor: BatEditor): void {
    this.change((changed) => {
      for (const update of editor.take()) {
        if (update.kind === "zero") continue;
        // The file may end inside the last sector of the table.
        const length = Math.min(update.bytes.length, changed.size - update.offset);
        changed.write(update.offset, update.bytes.subarray(0, length));
      }
    });
    bat.forget();
  }

  /** Writes bytes that need no log: to room that nothing names yet. They are not on stable storage before `flush`. */
  write(offset: number, bytes: Uint8Array): void {
    const after = new OverlayStore(this.store);
    after.write(offset, bytes);
    this.#announce(after);
    this.store.write(offset, bytes);
  }

  /** Everything written before is on stable storage when this returns. */
  flush(): void {
    this.store.flush();
  }

  #resize(size: number): void {
    const after = new OverlayStore(this.store);
    after.truncate(size);
    this.#announce(after);
    this.store.truncate(size);
    this.store.flush();
  }

  /** Cuts off the end of the file. @param size bytes. */
  cutTo(size: number): void {
    if (this.store.size > size) this.#resize(size);
  }

  /** Extends the file with zeros, which are on stable storage when this returns. Never shortens it. @param size bytes. */
  growTo(size: number): void {
    if (this.store.size < size) this.#resize(size);
  }

  /** Appends zeros to the file. @param length bytes. @returns their offset, bytes. */
  append(length: number): number {
    const offset = roundUp(this.store.size, MIB);
    this.growTo(offset + length);
    return offset;
  }
}
