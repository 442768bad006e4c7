import type { ReadableStore } from "../../store/store.ts";

/** A store whose bulk reads, from the nth on, wait until the test releases them. It counts every read. */
export class HeldStore implements ReadableStore {
  readonly #base: ReadableStore;
  readonly #holdFrom: number;
  readonly #waiting: (() => void)[] = [];
  #bulkReads = 0;
  /** Reads of either kind that were started. */
  started = 0;
  /** How many of the started reads block the worker. */
  blocking = 0;
  /** Bulk reads that have not ended yet. */
  inFlight = 0;
  /** Called when the nth bulk read is started. */
  onHeld: () => void = () => {};

  constructor(base: ReadableStore, holdFrom: number) {
    this.#base = base;
    this.#holdFrom = holdFrom;
  }

  get size(): number {
    return this.#base.size;
  }

  read(offset: number, into: Uint8Array): void {
    this.started += 1;
    this.blocking += 1;
    this.#base.read(offset, into);
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    this.started += 1;
    this.#bulkReads += 1;
    this.inFlight += 1;
    if (this.#bulkReads >= this.#holdFrom) {
      this.onHeld();
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
    this.inFlight -= 1;
    return this.#base.readBulk(offset, length);
  }

  letGo(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
