import type { ReadableStore } from "../../store/store.ts";
import { bitRuns } from "../bat/sector-bitmap.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import type { LogUpdate } from "./log-entry.ts";

/** Sector bitmaps that change together (MS-VHDX 2.4). `allSet` sees the changes before they are committed. */
export class BitmapEditor {
  readonly #store: ReadableStore;
  /** Changed 4 KiB sectors by their file offset. */
  readonly #sectors = new Map<number, Uint8Array>();

  constructor(store: ReadableStore) {
    this.#store = store;
  }

  /** How many 4 KiB sectors changed since the last `take`. */
  get changed(): number {
    return this.#sectors.size;
  }

  /** Whether every bit of `[first, end)` is set in the bitmap at a file offset. */
  allSet(bitmap: number, first: number, end: number): boolean {
    for (let bit = first; bit < end;) {
      const { bytes, start } = this.#sectorOf(bitmap, bit);
      const count = Math.min(end, start + LOG_SECTOR * 8) - bit;
      for (const run of bitRuns(bytes, bit - start, count)) if (!run.set) return false;
      bit += count;
    }
    return true;
  }

  /** Sets or clears the bits `[first, end)` of the bitmap at a file offset. */
  mark(bitmap: number, first: number, end: number, set: boolean): void {
    for (let bit = first; bit < end;) {
      const { bytes, start, offset } = this.#sectorOf(bitmap, bit);
      this.#sectors.set(offset, bytes);
      const stop = Math.min(end, start + LOG_SECTOR * 8);
      while (bit < stop) {
        const at = (bit - start) >>> 3;
        const wholeByte = bit % 8 === 0 && bit + 8 <= stop;
        const mask = wholeByte ? 0xff : 1 << (bit % 8);
        bytes[at] = set ? (bytes[at] ?? 0) | mask : (bytes[at] ?? 0) & ~mask;
        bit += wholeByte ? 8 : 1;
      }
    }
  }

  /** Hands out the changed sectors, for one commit, and forgets them. */
  take(): LogUpdate[] {
    const updates = [...this.#sectors].map(([offset, bytes]): LogUpdate => ({ kind: "data", offset, bytes }));
    this.#sectors.clear();
    return updates;
  }

  #sectorOf(bitmap: number, bit: number): { bytes: Uint8Array; start: number; offset: number } {
    const nth = Math.floor(bit / (LOG_SECTOR * 8));
    const offset = bitmap + nth * LOG_SECTOR;
    let bytes = this.#sectors.get(offset);
    if (bytes === undefined) {
      bytes = new Uint8Array(LOG_SECTOR);
      this.#store.read(offset, bytes);
    }
    return { bytes, start: nth * LOG_SECTOR * 8, offset };
  }
}
