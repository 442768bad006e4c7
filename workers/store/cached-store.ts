import { roundDown, roundUp } from "../shared/numbers.ts";
import { release } from "./release.ts";
import { checkRange, type ReadableStore } from "./store.ts";

/** Page size in bytes. A read of 64 KiB costs no more than one of 4 KiB: both are a message to another process. */
const PAGE = 64 * 1024;
const LARGEST_READ = 4 * 1024 * 1024;
/**
 * Bulk reads before `patiently` gives up: opening needs about five; more may mean that the cache can't hold what the work reads.
 */
const MOST_PATIENT_READS = 64;

/** Milliseconds after which a blocking read is noticeable. */
const SLOW = 100;

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
 * Keeps the pages that were read last. Missing neighbours come in one read. Runs of half the capacity or more bypass the
 * cache, as do bulk reads: they are mostly used once.
 */
export class CachedStore implements ReadableStore {
  readonly #base: ReadableStore;
  readonly #capacity: number;
  /** In order of last use, oldest first. */
  readonly #pages = new Map<number, Uint8Array<ArrayBuffer>>();
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

  /** Reads `[offset, offset + length)`, as far as it exists, into the cache in as few requests as possible. */
  prefetch(offset: number, length: number): void {
    const end = Math.min(this.size, offset + length);
    for (let at = roundDown(offset, PAGE); at < end; at += LARGEST_READ) {
      this.#load(at, Math.min(roundUp(end, PAGE), at + LARGEST_READ));
    }
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    if (into.length === 0) return;
    if (into.length >= (this.#capacity * PAGE) / 2) return this.#base.read(offset, into);
    const end = offset + into.length;
    this.prefetch(offset, into.length);
    for (let at = roundDown(offset, PAGE); at < end; at += PAGE) {
      const page = this.#pages.get(at / PAGE);
      if (page === undefined) throw new Error("a page was dropped while it was in use");
      const from = Math.max(offset, at);
      into.set(page.subarray(from - at, Math.min(end, at + PAGE) - at), from - offset);
    }
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#base.readBulk(offset, length);
  }

  /** Drops the pages of `[start, end)`, which were written meanwhile. */
  forget(start: number, end: number): void {
    this.#forgotten += 1;
    for (const page of [...this.#pages.keys()])
      if (page * PAGE < end && (page + 1) * PAGE > start) this.#pages.delete(page);
  }

  /** Brings the pages of `[start, end)`, page-aligned, into the cache and marks them as used last. */
  #load(start: number, end: number): void {
    let missing = -1;
    for (let at = start; at <= end; at += PAGE) {
      const page = at < end ? this.#pages.get(at / PAGE) : null;
      if (page === undefined) {
        if (missing < 0) missing = at;
        continue;
      }
      if (missing >= 0) {
        this.#fetch(missing, at);
        missing = -1;
      }
      if (page !== null) {
        this.#pages.delete(at / PAGE);
        this.#pages.set(at / PAGE, page);
      }
    }
    for (const [oldest, bytes] of this.#pages) {
      if (this.#pages.size <= this.#capacity) break;
      this.#pages.delete(oldest);
      release(bytes);
    }
  }

  #fetch(start: number, pagesEnd: number): void {
    const end = Math.min(pagesEnd, this.size);
    if (this.endsAtMiss) throw new Missing(() => this.#fetchLater(start, end));
    const since = this.#now();
    const bytes = new Uint8Array(end - start);
    this.#base.read(start, bytes);
    this.#keep(start, end, bytes);
    this.isSlow = this.#now() - since > SLOW;
  }

  async #fetchLater(start: number, end: number): Promise<void> {
    const since = this.#now();
    const forgotten = this.#forgotten;
    const bytes = await this.#base.readBulk(start, end - start);
    // Bytes that were written during the read may or may not be in it.
    if (forgotten === this.#forgotten) this.#keep(start, end, bytes);
    this.isSlow = this.#now() - since > SLOW;
  }

  /** @param bytes used by nothing else */
  #keep(start: number, end: number, bytes: Uint8Array<ArrayBuffer>): void {
    if (end - start <= PAGE) {
      this.#pages.set(start / PAGE, bytes);
      return;
    }
    // Copies, as a part of a longer run would keep all of its memory.
    for (let at = start; at < end; at += PAGE)
      this.#pages.set(at / PAGE, bytes.slice(at - start, at - start + PAGE));
    release(bytes);
  }
}
