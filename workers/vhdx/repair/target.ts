import { MIB, roundUp } from "../../shared/numbers.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import type { Store } from "../../store/store.ts";
import type { Bat } from "../bat/bat.ts";
import { readHeaders } from "../headers/headers.ts";
import { readRegions } from "../regions/regions.ts";
import { BatEditor, type EntryState } from "../write/bat-editor.ts";
import type { GuidSource } from "../write/header-writer.ts";
import { writeMetadata } from "../write/metadata-writer.ts";

/** Whether the log overlaps another structure; then nothing may be written to it. */
function logIsOver(store: Store): boolean {
  const { log } = readHeaders(store);
  return readRegions(store, log).findings.some(({ code }) => code === "region-overlap");
}

/** Changed BAT entries in memory. A table can have 67 million, and a Map holds 2^24 at most. */
const ENTRIES_AT_ONCE = 2 ** 20;

/** The file that a fix writes to: through the log and with header updates, wherever the file is sound enough for that. */
export class RepairTarget {
  readonly store: Store;
  readonly newGuid: GuidSource;

  /** The MiB run that holds the new bytes of a file that grew. @param before bytes. @param after bytes. */
  static grown(before: number, after: number): { readonly start: number; readonly end: number } {
    return { start: Math.floor(before / MIB), end: Math.ceil(after / MIB) };
  }

  constructor(store: Store, newGuid: GuidSource) {
    this.store = store;
    this.newGuid = newGuid;
  }

  /**
   * Changes structures.
   *
   * @param guestSees whether the virtual disk reads differently afterwards.
   */
  change(guestSees: boolean, write: (changed: OverlayStore) => void): void {
    const changed = new OverlayStore(this.store);
    write(changed);
    if (!logIsOver(this.store))
      return writeMetadata(this.store, changed, this.newGuid, guestSees ? "guest" : "file");
    for (const { start, end } of [...changed.writtenRuns()]) {
      const bytes = new Uint8Array(end - start);
      changed.read(start, bytes);
      this.store.write(start, bytes);
    }
    this.store.flush();
  }

  /**
   * Changes entries of the BAT and clears their reserved bits. Millions of them are changed in parts, one after the other.
   *
   * @param entries in the order of the table.
   */
  setEntries(bat: Bat, guestSees: boolean, entries: Iterable<readonly [number, EntryState]>): void {
    let editor = new BatEditor(this.store, bat);
    for (const [index, entry] of entries) {
      editor.set(index, entry);
      if (editor.changed < ENTRIES_AT_ONCE) continue;
      this.#setEntries(bat, guestSees, editor);
      editor = new BatEditor(this.store, bat);
    }
    if (editor.changed > 0) this.#setEntries(bat, guestSees, editor);
  }

  #setEntries(bat: Bat, guestSees: boolean, editor: BatEditor): void {
    this.change(guestSees, (changed) => {
      for (const update of editor.take()) {
        if (update.kind === "zero") continue;
        // The file may end inside the last sector of the table.
        const length = Math.min(update.bytes.length, changed.size - update.offset);
        changed.write(update.offset, update.bytes.subarray(0, length));
      }
    });
    bat.forget();
  }

  /** Extends the file with zeros, which are on stable storage when this returns. Never shortens it. @param size bytes. */
  growTo(size: number): void {
    if (this.store.size < size) this.store.truncate(size);
    this.store.flush();
  }

  /** Appends zeros to the file. @param length bytes. @returns their offset, bytes. */
  append(length: number): number {
    const offset = roundUp(this.store.size, MIB);
    this.growTo(offset + length);
    return offset;
  }
}
