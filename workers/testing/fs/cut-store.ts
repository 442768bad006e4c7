import { ReadFailure } from "../../store/read-failure.ts";
import { readBulkSync, type ReadableStore } from "../../store/store.ts";

/** A store with runs that can't be read, as on a failing disk. */
export class CutStore implements ReadableStore {
  readonly #base: ReadableStore;
  readonly #bad: readonly (readonly [start: number, end: number])[];

  constructor(base: ReadableStore, ...bad: readonly (readonly [start: number, end: number])[]) {
    this.#base = base;
    this.#bad = bad;
  }

  get size(): number {
    return this.#base.size;
  }

  read(offset: number, into: Uint8Array): void {
    if (this.#bad.some(([start, end]) => offset < end && offset + into.length > start))
      throw new ReadFailure({ offset, length: into.length });
    this.#base.read(offset, into);
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBulkSync(this, offset, length);
  }
}
