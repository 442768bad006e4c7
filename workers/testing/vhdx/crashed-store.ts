import { type DifferenceSources, type Patch, visibleParts } from "./difference-sources.ts";
import { checkRange, type ReadableStore, readBulkSync, type Store } from "../../store/store.ts";

/** A store with a few writes over it that are not copied: thousands of crash states share the bytes of one recording. */
export class CrashedStore implements Store {
  readonly #base: ReadableStore;
  #patches: Patch[] = [];
  #baseEnd: number;
  #size: number;

  constructor(base: ReadableStore) {
    this.#base = base;
    this.#baseEnd = base.size;
    this.#size = base.size;
  }

  get size(): number {
    return this.#size;
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    const fromBase = Math.max(0, Math.min(into.length, this.#baseEnd - offset));
    if (fromBase > 0) this.#base.read(offset, into.subarray(0, fromBase));
    into.fill(0, fromBase);
    const end = offset + into.length;
    for (const patch of this.#patches) {
      const from = Math.max(offset, patch.offset);
      const to = Math.min(end, patch.offset + patch.bytes.length);
      if (from < to) into.set(patch.bytes.subarray(from - patch.offset, to - patch.offset), from - offset);
    }
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBulkSync(this, offset, length);
  }

  /** Takes the bytes themselves: they must not change afterwards. */
  write(offset: number, bytes: Uint8Array): void {
    this.#patches.push({ offset, bytes });
    this.#size = Math.max(this.#size, offset + bytes.length);
  }

  truncate(size: number): void {
    if (size < this.#size) {
      this.#baseEnd = Math.min(this.#baseEnd, size);
      this.#patches = this.#patches
        .filter((patch) => patch.offset < size)
        .map(({ offset, bytes }) => ({ offset, bytes: bytes.subarray(0, size - offset) }));
    }
    this.#size = size;
  }

  flush(): void {}

  /** A text for the differences from the base, by `sources`: states with the same text have the same bytes. */
  fingerprint(sources: DifferenceSources): string {
    const base = { store: this.#base, end: this.#baseEnd };
    const runs = sources.differences(base, visibleParts(this.#patches));
    return `${this.#size} ${this.#baseEnd} ${runs}`;
  }

  /** Whether a run may differ from the base. */
  touches(offset: number, length: number): boolean {
    return (
      offset + length > this.#baseEnd ||
      this.#patches.some(
        (patch) => patch.offset < offset + length && offset < patch.offset + patch.bytes.length,
      )
    );
  }
}
