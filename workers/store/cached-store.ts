import { roundDown, roundUp } from "../shared/numbers.ts";
import { release } from "./release.ts";
import { checkRange, type ReadableStore } from "./store.ts";

/** Page size in bytes. A read of 64 KiB costs no more than one of 4 KiB: both are a message to another process. */
const PAGE = 64 * 1024;
const LARGEST_READ = 4 * 1024 * 1024;
/** Dropped pages that are kept for the next ones. */
const MOST_SPARE = 4;
/**
 * Bulk reads before `patiently` gives up: opening needs about five; more may mean that the cache can't hold what the work reads.
 */
const MOST_PATIENT_READS = 64;

/** Milliseconds after which a blocking read is noticeable. */
const SLOW = 100;

/** Pages by their number from the start of the file. */
type Pages = Map<number, Uint8Array<ArrayBuffer>>;

/** Thrown to end work that needs bytes which are not in a cache; `fetch` reads them. */
class Missing extends Error {
  readonly fetch: () => Promise<void>;

  constructor(fetch: () => Promise<void>) {
    super("not in the cache yet");
    this.fetch = fetch;
  }
}

/** Runs work until it is done, or until its first read of bytes that are not in the caches. */
function attempt<T>(stores: readonly CachedStore[], work: () => T): T | Missing {
  for (const store of stores) store.endsAtMiss = true;
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Missing) return thrown;
    throw thrown;
  } finally {
    for (const store of stores) store.endsAtMiss = false;
  }
}

/**
 * Runs synchronous code without letting its reads of a slow disk block the worker. Where the caches lack bytes, the code is
 * stopped, the bytes are read in bulk, and the code runs again from its start. For code without side effects that reads little.
 *
 * @param stores all that the code reads through
 * @param gate awaited before each read; a rejection ends the call
 */
export async function patiently<T>(
  stores: readonly CachedStore[],
  work: () => T,
  gate: () => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  for (let reads = 0; reads < MOST_PATIENT_READS; reads++) {
    const done = attempt(stores, work);
    if (!(done instanceof Missing)) return done;
    await gate();
    await done.fetch();
  }
  return work();
}

/**
 * Keeps pages that were read. Missing neighbours come in one read. Pages that were asked for again, or in advance, have three quarters of
 * the room: who reads a whole disk once in whole pages, as a walk over all files does, takes no more than the last quarter. Runs of half
 * the capacity or more bypass the cache, as do bulk reads: they are mostly used once.
 */
export class CachedStore implements ReadableStore {
  readonly #base: ReadableStore;
  /** Pages. */
  readonly #capacity: number;
  /** Pages that were asked for once, in the order of their reads. */
  readonly #once: Pages = new Map();
  /** Pages that were asked for again, in order of last use. */
  readonly #again: Pages = new Map();
  /** Memory of dropped pages, for the next ones. */
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];
  readonly #now: () => number;
  /** Whether a read of missing pages throws instead of blocking; set by `patiently`. */
  endsAtMiss = false;
  /** How often pages were dropped, so that bytes asked for before are no longer here. */
  #forgotten = 0;
  /** Whether the last read into the cache took more than 100 ms, so that the next one should not block the worker. */
  isSlow = false;

  /**
   * @param capacity bytes to keep.
   * @param now milliseconds of a clock that never goes back
   */
  constructor(base: ReadableStore, capacity = 16 * 1024 * 1024, now = () => performance.now()) {
    this.#now = now;
    this.#base = base;
    this.#capacity = Math.max(1, Math.floor(capacity / PAGE));
  }

  get size(): number {
    return this.#base.size;
  }

  /** Reads `[offset, offset + length)`, as far as it exists, into the cache in as few requests as possible, to be read soon. */
  prefetch(offset: number, length: number): void {
    const end = Math.min(this.size, offset + length);
    for (let at = roundDown(offset, PAGE); at < end; at += LARGEST_READ) {
      this.#load(at, Math.min(roundUp(end, PAGE), at + LARGEST_READ), this.#again);
      this.#drop();
    }
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    if (into.length === 0) return;
    if (into.length >= (this.#capacity * PAGE) / 2) return this.#base.read(offset, into);
    const end = offset + into.length;
    for (let at = roundDown(offset, PAGE); at < end; at += LARGEST_READ)
      this.#load(at, Math.min(roundUp(end, PAGE), at + LARGEST_READ), this.#once);
    for (let at = roundDown(offset, PAGE); at < end; at += PAGE) {
      const page = this.#page(at / PAGE);
      if (page === undefined) throw new Error("a page was dropped while it was in use");
      const from = Math.max(offset, at);
      into.set(page.subarray(from - at, Math.min(end, at + PAGE) - at), from - offset);
    }
    this.#drop();
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#base.readBulk(offset, length);
  }

  /** Drops the pages of `[start, end)`, which were written meanwhile. */
  forget(start: number, end: number): void {
    this.#forgotten += 1;
    for (const pages of [this.#once, this.#again])
      for (const page of [...pages.keys()])
        if (page * PAGE < end && (page + 1) * PAGE > start) pages.delete(page);
  }

  #page(number: number): Uint8Array<ArrayBuffer> | undefined {
    return this.#again.get(number) ?? this.#once.get(number);
  }

  /** Brings the pages of `[start, end)`, page-aligned, into the cache and marks those in it as used again. */
  #load(start: number, end: number, into: Pages): void {
    let missing = -1;
    for (let at = start; at <= end; at += PAGE) {
      const page = at < end ? this.#page(at / PAGE) : null;
      if (page === undefined) {
        if (missing < 0) missing = at;
        continue;
      }
      if (missing >= 0) {
        this.#fetch(missing, at, into);
        missing = -1;
      }
      if (page === null) continue;
      this.#once.delete(at / PAGE);
      this.#again.delete(at / PAGE);
      this.#again.set(at / PAGE, page);
    }
  }

  /** Drops the oldest pages of which there are too many. */
  #drop(): void {
    const once = Math.ceil(this.#capacity / 4);
    this.#dropOf(this.#once, once);
    this.#dropOf(this.#again, Math.max(1, this.#capacity - once));
  }

  #dropOf(pages: Pages, most: number): void {
    for (const [oldest, bytes] of pages) {
      if (pages.size <= most) return;
      pages.delete(oldest);
      if (bytes.length === PAGE && this.#spare.length < MOST_SPARE) this.#spare.push(bytes);
      else release(bytes);
    }
  }

  #fetch(start: number, pagesEnd: number, into: Pages): void {
    const end = Math.min(pagesEnd, this.size);
    if (this.endsAtMiss) throw new Missing(() => this.#fetchLater(start, end, into));
    const since = this.#now();
    const bytes = this.#room(end - start);
    this.#base.read(start, bytes);
    this.#keep(start, bytes, into);
    this.isSlow = this.#now() - since > SLOW;
  }

  async #fetchLater(start: number, end: number, into: Pages): Promise<void> {
    const since = this.#now();
    const forgotten = this.#forgotten;
    const bytes = await this.#base.readBulk(start, end - start);
    // Bytes that were written during the read may or may not be in it.
    if (forgotten === this.#forgotten) {
      this.#keep(start, bytes, into);
      this.#drop();
    }
    this.isSlow = this.#now() - since > SLOW;
  }

  #room(length: number): Uint8Array<ArrayBuffer> {
    return (length === PAGE ? this.#spare.pop() : undefined) ?? new Uint8Array(length);
  }

  /** @param start of the first page @param bytes used by nothing else */
  #keep(start: number, bytes: Uint8Array<ArrayBuffer>, into: Pages): void {
    if (bytes.length <= PAGE) {
      into.set(start / PAGE, bytes);
      return;
    }
    // Copies, as a part of a longer run would keep all of its memory.
    for (let at = 0; at < bytes.length; at += PAGE) {
      const page = this.#room(Math.min(PAGE, bytes.length - at));
      page.set(bytes.subarray(at, at + page.length));
      into.set((start + at) / PAGE, page);
    }
    release(bytes);
  }
}
