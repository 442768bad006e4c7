import type { ReadableStore } from "./store.ts";

/** Counts reads and bytes that the store below is asked for: each read is one request to the browser. */
export class MeteredStore implements ReadableStore {
  readonly #base: ReadableStore;
  reads = 0;
  bytesRead = 0;

  constructor(base: ReadableStore) {
    this.#base = base;
  }

  /** Counts a read that was made of the store below directly. @param length bytes */
  count(length: number): void {
    this.reads += 1;
    this.bytesRead += length;
  }

  get size(): number {
    return this.#base.size;
  }

  read(offset: number, into: Uint8Array): void {
    this.count(into.length);
    this.#base.read(offset, into);
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    this.count(length);
    return this.#base.readBulk(offset, length);
  }
}
