import { ReadFailure } from "../../store/read-failure.ts";
import type { ReadableStore } from "../../store/store.ts";

/** A store in which some runs can't be read, as on a failing disk. */
export class FailingStore implements ReadableStore {
  readonly #base: ReadableStore;
  readonly #failing: readonly { readonly start: number; readonly end: number }[];

  constructor(base: ReadableStore, failing: readonly { readonly start: number; readonly end: number }[]) {
    this.#base = base;
    this.#failing = failing;
  }

  get size(): number {
    return this.#base.size;
  }

  #check(offset: number, length: number): void {
    if (this.#failing.some(({ start, end }) => start < offset + length && offset < end))
      throw new ReadFailure({ offset, length });
  }

  read(offset: number, into: Uint8Array): void {
    this.#check(offset, into.length);
    this.#base.read(offset, into);
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    this.#check(offset, length);
    return this.#base.readBulk(offset, length);
  }
}
