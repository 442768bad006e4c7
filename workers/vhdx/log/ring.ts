import type { ReadableStore } from "../../store/store.ts";
import type { LogPlace } from "../headers/log-place.ts";

/** The log as a ring: a read that reaches the end of the log continues at its start. */
export class LogRing {
  readonly #store: ReadableStore;
  readonly place: LogPlace;

  constructor(store: ReadableStore, place: LogPlace) {
    this.#store = store;
    this.place = place;
  }

  get length(): number {
    return this.place.length;
  }

  /** Fills `into` from a log offset on. @param into at most as long as the ring */
  read(logOffset: number, into: Uint8Array): void {
    const start = logOffset % this.length;
    const first = Math.min(into.length, this.length - start);
    this.#store.read(this.place.offset + start, into.subarray(0, first));
    if (first < into.length) this.#store.read(this.place.offset, into.subarray(first));
  }

  /** File offset of a log offset, wrapped. */
  fileOffset(logOffset: number): number {
    return this.place.offset + (logOffset % this.length);
  }
}
