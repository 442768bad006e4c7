import { CachedStore } from "../../../workers/store/cached-store.ts";
import type { ReadableStore, Store } from "../../../workers/store/store.ts";

/** Forbidden calls that stores saw. */
export class Breaches {
  readonly found: { readonly rule: "outside" | "written"; readonly detail: string }[] = [];

  add(rule: "outside" | "written", detail: string): void {
    if (this.found.length < 10) this.found.push({ rule, detail });
  }
}

/** The reads of all stores that share this count. */
export class Count {
  reads = 0;
  bytesRead = 0;

  add(bytes: number): void {
    this.reads += 1;
    this.bytesRead += bytes;
  }

  reset(): void {
    this.reads = 0;
    this.bytesRead = 0;
  }
}

/** Thrown for a read outside of the file. No code expects it, unlike a `VhdxError`. */
class OutsideRead extends Error {}

function checkInside(store: ReadableStore, offset: number, length: number, breaches: Breaches): void {
  if (Number.isSafeInteger(offset) && offset >= 0 && length >= 0 && length <= store.size - offset) return;
  const detail = `a read of ${length} bytes at ${offset} of a file of ${store.size}`;
  breaches.add("outside", detail);
  throw new OutsideRead(detail);
}

/**
 * The mutant as the engine gets it. Counts reads of the file, and notes reads outside of it and writes, which the engine's type
 * of the store does not have.
 */
export class GuardedStore implements Store {
  readonly #base: ReadableStore;
  readonly #breaches: Breaches;
  readonly #count: Count;

  constructor(base: ReadableStore, breaches: Breaches, count: Count) {
    this.#base = base;
    this.#breaches = breaches;
    this.#count = count;
  }

  get size(): number {
    return this.#base.size;
  }

  read(offset: number, into: Uint8Array): void {
    checkInside(this, offset, into.length, this.#breaches);
    this.#count.add(into.length);
    this.#base.read(offset, into);
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkInside(this, offset, length, this.#breaches);
    this.#count.add(length);
    return this.#base.readBulk(offset, length);
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#breaches.add("written", `${bytes.length} bytes were written at ${offset}`);
  }

  truncate(size: number): void {
    this.#breaches.add("written", `the file was made ${size} bytes long`);
  }

  flush(): void {
    this.#breaches.add("written", "the file was flushed");
  }
}

/** The engine's cache, which counts its own reads too: a loop that reads one page over and over shows only here. */
export class CountingCache extends CachedStore {
  readonly #breaches: Breaches;
  readonly #count: Count;

  constructor(base: ReadableStore, breaches: Breaches, count: Count) {
    super(base);
    this.#breaches = breaches;
    this.#count = count;
  }

  override read(offset: number, into: Uint8Array): void {
    checkInside(this, offset, into.length, this.#breaches);
    this.#count.add(into.length);
    super.read(offset, into);
  }

  override async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkInside(this, offset, length, this.#breaches);
    this.#count.add(length);
    return super.readBulk(offset, length);
  }
}
