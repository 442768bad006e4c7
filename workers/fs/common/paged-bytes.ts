import { KIB, MIB, roundDown, roundUp } from "../../shared/numbers.ts";
import { release } from "../../store/release.ts";
import type { ReadableStore } from "../../store/store.ts";
import { tryRead, tryReadInto } from "../../store/tolerant-read.ts";

/** Bytes. A read of 64 KiB costs no more than one of 4 KiB. */
const PAGE = 64 * KIB;
const LARGEST_READ = 2 * MIB;
const CAPACITY = 8 * MIB;
/** Bytes between two pages that are not worth a read of their own. */
const NEAR = 256 * KIB;

type Page = Uint8Array<ArrayBuffer>;

const NO_PAGE = { number: -1, bytes: new Uint8Array(0), view: new DataView(new ArrayBuffer(0)) };

/**
 * The bytes of structures, on a volume or in a file: read tolerantly in pages of 64 KiB, the pages that were used last kept. Where a
 * page can't be read, what was asked for is read alone: a bad sector must not take its neighbours with it. The store must not change.
 *
 * A page that is dropped is read into again. What was read is a copy, so that it stays as it is, and keeps no page.
 */
export class PagedBytes {
  readonly store: ReadableStore;
  readonly #most: number;
  /** In order of last use, oldest first; null for a page that can't be read as a whole. */
  readonly #pages = new Map<number, Page | null>();
  /** The page that was used last, for loops over small entries. */
  #last = NO_PAGE;
  /** A dropped page. */
  #spare: Page | null = null;

  /** @param capacity bytes of pages that are kept at most */
  constructor(store: ReadableStore, capacity = CAPACITY) {
    this.store = store;
    this.#most = capacity / PAGE;
  }

  /** Bytes of the store. */
  get size(): number {
    return this.store.size;
  }

  /**
   * A copy of a run; null where it can't be read, or reaches past the end.
   *
   * @param offset bytes; any number
   * @param length bytes, below 2 MiB
   */
  read(offset: number, length: number): Uint8Array | null {
    if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > this.size) return null;
    const first = Math.floor(offset / PAGE);
    const within = offset - first * PAGE;
    if (within + length <= PAGE) {
      const page = this.#page(first);
      if (page !== null) return page.slice(within, within + length);
      return tryRead(this.store, offset, length);
    }
    this.ahead(offset, length);
    const bytes = new Uint8Array(length);
    for (let at = offset; at < offset + length;) {
      const number = Math.floor(at / PAGE);
      const page = this.#page(number);
      if (page === null) return tryRead(this.store, offset, length);
      const part = page.subarray(at - number * PAGE, offset + length - number * PAGE);
      bytes.set(part, at - offset);
      at += part.length;
    }
    return bytes;
  }

  /** A little-endian number of 4 bytes; null where it can't be read. For loops over tables with millions of entries. */
  u32(offset: number): number | null {
    const { number, view } = this.#last;
    const within = offset - number * PAGE;
    if (within >= 0 && within + 4 <= view.byteLength) return view.getUint32(within, true);
    const bytes = this.read(offset, 4);
    return bytes === null ? null : new DataView(bytes.buffer).getUint32(0, true);
  }

  /** A byte; null where it can't be read. For loops over bitmaps. */
  u8(offset: number): number | null {
    const { number, bytes } = this.#last;
    return bytes[offset - number * PAGE] ?? this.read(offset, 1)?.[0] ?? null;
  }

  /** A little-endian number of 2 bytes; null where it can't be read. */
  u16(offset: number): number | null {
    const { number, view } = this.#last;
    const within = offset - number * PAGE;
    if (within >= 0 && within + 2 <= view.byteLength) return view.getUint16(within, true);
    const bytes = this.read(offset, 2);
    return bytes === null ? null : new DataView(bytes.buffer).getUint16(0, true);
  }

  /** Whether a byte can be had without reading a page. */
  holds(offset: number): boolean {
    return this.#pages.has(Math.floor(offset / PAGE));
  }

  /** Reads the pages of a run that are not kept yet, neighbours in one read of at most 2 MiB. */
  ahead(offset: number, length: number): void {
    const end = Math.min(this.size, offset + length);
    if (!Number.isSafeInteger(offset) || offset < 0) return;
    let missing = -1;
    for (let at = roundDown(offset, PAGE); at < end; at += PAGE) {
      const isKept = this.#pages.has(at / PAGE);
      if (!isKept && missing < 0) missing = at;
      if (missing >= 0 && (isKept || at - missing >= LARGEST_READ)) {
        this.#load(missing, at);
        missing = isKept ? -1 : at;
      }
    }
    if (missing >= 0) this.#load(missing, roundUp(end, PAGE));
  }

  /**
   * Reads ahead the pages of places. Places that are near each other come in one read, and nothing is read that would drop another of
   * these pages.
   *
   * @param places offsets in any order; null where nothing is to be read
   * @param length bytes of each
   * @param reads reads at most
   * @param before pages that an earlier call took, and that must stay
   * @returns how many places, from the first on, can be read now without a further read: all, or so many that halving them made the
   *   reads few enough; at least one. The reads that it took, and the pages.
   */
  aheadOf(
    places: readonly (number | null)[],
    length: number,
    reads: number,
    before = 0,
  ): { readonly count: number; readonly reads: number; readonly pages: number } {
    const most = before === 0 ? (this.#most * 3) / 4 : this.#most - before;
    let count = places.length;
    for (;;) {
      const { runs, kept } = this.#wanted(places.slice(0, count), length);
      const pages = runs.reduce((sum, run) => sum + (run.end - run.start) / PAGE, kept.length);
      const isFew = runs.length <= reads && pages <= most;
      if (!isFew && count > 1) {
        count = Math.floor(count / 2);
        continue;
      }
      // Used last from now on, so that what is read does not drop them.
      for (const page of kept) this.#keep(page, this.#pages.get(page) ?? null);
      for (const { start, end } of runs) this.#load(start, end);
      return { count, reads: runs.length, pages };
    }
  }

  /** Reads ahead runs of the store, those near each other in one read. */
  aheadOfRuns(runs: Iterable<{ readonly offset: number; readonly length: number }>): void {
    const places: number[] = [];
    for (const { offset, length } of runs) {
      for (let at = offset; at < offset + length; at += PAGE) places.push(at);
      if (length > 0) places.push(offset + length - 1);
    }
    this.aheadOf(places, 1, Infinity);
  }

  /** Pages that hold a place: those that are kept, and runs of the others, those near each other joined. */
  #wanted(
    places: readonly (number | null)[],
    length: number,
  ): { readonly runs: readonly { start: number; end: number }[]; readonly kept: readonly number[] } {
    const wanted = new Set<number>();
    const kept = new Set<number>();
    for (const place of places) {
      if (place === null || place < 0 || place + length > this.size) continue;
      for (let page = Math.floor(place / PAGE); page * PAGE < place + length; page += 1)
        (this.#pages.has(page) ? kept : wanted).add(page);
    }
    const runs: { start: number; end: number }[] = [];
    for (const page of [...wanted].sort((a, b) => a - b)) {
      const [start, end] = [page * PAGE, (page + 1) * PAGE];
      const last = runs.at(-1);
      if (last !== undefined && start - last.end <= NEAR && end - last.start <= LARGEST_READ) last.end = end;
      else runs.push({ start, end });
    }
    return { runs, kept: [...kept] };
  }

  /** @param start of the first page @param end of the last page, may reach past the end */
  #load(start: number, end: number): void {
    if (end - start <= PAGE) {
      const page = this.#read(start / PAGE);
      if (page !== null) this.#keep(start / PAGE, page);
      return;
    }
    const bytes = tryRead(this.store, start, Math.min(end, this.size) - start);
    if (bytes === null) return;
    // Pages of their own: a part of a large read would keep all of it.
    for (let at = 0; at < bytes.length; at += PAGE) {
      const page = this.#room(Math.min(PAGE, bytes.length - at));
      page.set(bytes.subarray(at, at + page.length));
      this.#keep((start + at) / PAGE, page);
    }
    release(bytes);
  }

  /** Memory for a page. @param length bytes: those of a page, or fewer at the end of the store */
  #room(length: number): Page {
    const room = this.#spare?.length === length ? this.#spare : new Uint8Array(length);
    if (room === this.#spare) this.#spare = null;
    return room;
  }

  #read(number: number): Page | null {
    const page = this.#room(Math.min(PAGE, this.size - number * PAGE));
    return tryReadInto(this.store, number * PAGE, page) ? page : null;
  }

  #page(number: number): Page | null {
    if (number === this.#last.number) return this.#last.bytes;
    let page = this.#pages.get(number);
    if (page === undefined) page = this.#read(number);
    this.#keep(number, page);
    if (page !== null) this.#last = { number, bytes: page, view: new DataView(page.buffer) };
    return page;
  }

  #keep(number: number, page: Page | null): void {
    this.#pages.delete(number);
    this.#pages.set(number, page);
    if (this.#pages.size <= this.#most) return;
    const [oldest] = this.#pages;
    if (oldest === undefined) return;
    const [dropped, room] = oldest;
    this.#pages.delete(dropped);
    if (room !== null) this.#spare = room;
    if (dropped === this.#last.number) this.#last = NO_PAGE;
  }
}
