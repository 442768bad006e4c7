import { roundDown } from "../../shared/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import { BAT_ENTRY_SIZE, type Geometry } from "../../shared/geometry.ts";

/** Entries read at once: 64 KiB, which takes as long as 8 bytes. */
const PAGE_ENTRIES = 8192;

/** The block allocation table of a layer, read in pages: a maximal one has 513 MiB and is never held whole. */
export class Bat {
  readonly #store: ReadableStore;
  readonly geometry: Geometry;
  /** File offset of the first entry. */
  readonly offset: number;
  /** Entries that can be read: those needed, less what the file's end cuts off. */
  readonly entries: number;
  #page: Uint32Array = new Uint32Array(0);
  #pageStart = -1;

  constructor(store: ReadableStore, geometry: Geometry, offset: number, regionLength: number) {
    this.#store = store;
    this.geometry = geometry;
    this.offset = offset;
    const readable = Math.max(0, Math.min(regionLength, store.size - offset));
    this.entries = Math.min(geometry.batEntries, Math.floor(readable / BAT_ENTRY_SIZE));
  }

  /** Bytes of the entries. */
  get byteLength(): number {
    return this.entries * BAT_ENTRY_SIZE;
  }

  /** Low and high halves of an entry; zeros (NOT_PRESENT) for one that can't be read. */
  halves(index: number): { readonly low: number; readonly high: number } {
    if (index < 0 || index >= this.entries) return { low: 0, high: 0 };
    const words = this.page(index);
    const at = (index - this.#pageStart) * 2;
    return { low: words[at] ?? 0, high: words[at + 1] ?? 0 };
  }

  raw(index: number): bigint {
    const { low, high } = this.halves(index);
    return (BigInt(high) << 32n) | BigInt(low);
  }

  /** Entries of the page that holds `index`, low half first; `pageStart` says where it begins. */
  page(index: number): Uint32Array {
    const start = roundDown(index, PAGE_ENTRIES);
    if (start !== this.#pageStart) {
      const count = Math.min(PAGE_ENTRIES, this.entries - start);
      const bytes = new Uint8Array(count * BAT_ENTRY_SIZE);
      this.#store.read(this.offset + start * BAT_ENTRY_SIZE, bytes);
      this.#page = new Uint32Array(bytes.buffer);
      this.#pageStart = start;
    }
    return this.#page;
  }

  /** Forgets the page that was read last: the table may have been written. */
  forget(): void {
    this.#pageStart = -1;
  }

  /** First entry of the page that was read last. */
  get pageStart(): number {
    return this.#pageStart;
  }

  /** First entry after that page. */
  get pageEnd(): number {
    return Math.min(this.entries, this.#pageStart + PAGE_ENTRIES);
  }
}
