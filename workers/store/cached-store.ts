import { roundDown, roundUp } from "../shared/numbers.ts";
import { checkRange, type ReadableStore } from "./store.ts";

/** A read of 4 KiB and one of 64 KiB cost the same (a message to another process), so pages are 64 KiB. */
const PAGE = 64 * 1024;
const LARGEST_READ = 4 * 1024 * 1024;
/** Reads of one piece of patient work: opening takes some five. Beyond, it may be reading what the cache can't hold. */
const MOST_PATIENT_READS = 64;

/** A read that takes longer, in milliseconds, is felt. */
const SLOW = 100;

/** Ends work that lacks something; reads it. */
class Missing extends Error {
  readonly fetch: () => Promise<void>;

  constructor(fetch: () => Promise<void>) {
    super("not in the cache yet");
    this.fetch = fetch;
  }
}

/** Runs work that is to end at the first read of what is not in the caches. */
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
 * Runs synchronous code, whose reads of a slow disk would block the worker, without blocking it: what the caches lack is read in
 * bulk, and the code is run anew. For code without effects that reads little.
 *
 * @param stores all that the code reads through
 * @param gate awaited before each read; a rejection ends the work
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
 * Keeps the pages that were read last. Missing neighbours come in one read. Runs of half the capacity or more pass by
 * the cache, as do bulk reads: they are used once.
 */
export class CachedStore implements ReadableStore {
  readonly #base: ReadableStore;
  readonly #capacity: number;
  /** In order of last use, oldest first. */
  readonly #pages = new Map<number, Uint8Array>();
  readonly #now: () => number;
  /** Whether a read of what is not here ends the work; for `patiently`. */
  endsAtMiss = false;
  /** How often pages were forgotten: what was asked for before is not kept. */
  #forgotten = 0;
  /** Whether the last read into the cache took so long that the next one had better not block the worker. */
  isSlow = false;

  /**
   * @param capacity bytes kept.
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

  /** Reads `[offset, offset + length)`, as far as it exists, in as few requests as can be. */
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

  /** Forgets `[start, end)`, which was written meanwhile. */
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
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= this.#capacity) break;
      this.#pages.delete(oldest);
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
    // What was written while the read was under way may or may not be in it.
    if (forgotten === this.#forgotten) this.#keep(start, end, bytes);
    this.isSlow = this.#now() - since > SLOW;
  }

  #keep(start: number, end: number, bytes: Uint8Array): void {
    for (let at = start; at < end; at += PAGE) {
      this.#pages.set(at / PAGE, bytes.slice(at - start, at - start + PAGE));
    }
  }
}
