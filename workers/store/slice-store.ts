import { checkRange, type ReadableStore } from "./store.ts";

/** A run of another store as a store of its own. */
export class SliceStore implements ReadableStore {
  readonly #base: ReadableStore;
  readonly #start: number;
  readonly size: number;

  /** @throws VhdxError `out-of-range` unless the run lies inside `base`. */
  constructor(base: ReadableStore, start: number, size: number) {
    checkRange(base, start, size);
    this.#base = base;
    this.#start = start;
    this.size = size;
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    this.#base.read(this.#start + offset, into);
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    return this.#base.readBulk(this.#start + offset, length);
  }
}
