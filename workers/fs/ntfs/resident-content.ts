import type { ReadableStore } from "../../store/store.ts";
import { ExtentContent } from "../common/extent-content.ts";
import type { FileExtent, FileSource } from "../file-system.ts";

/** A value that is in a record of the MFT. */
export class ResidentContent extends ExtentContent {
  readonly #bytes: Uint8Array;
  readonly #source: FileSource;

  /** @param place offset of the value on the volume; null where it lies in parts */
  constructor(volume: ReadableStore, bytes: Uint8Array, place: number) {
    super(volume);
    // A copy: the bytes are a part of a larger page.
    this.#bytes = bytes.slice();
    this.#source = { kind: "packed", offset: place, length: bytes.length };
  }

  get size(): number {
    return this.#bytes.length;
  }

  *extents(offset: number, length: number): Generator<FileExtent> {
    const end = Math.min(this.size, offset + length);
    if (offset < end) yield { offset, length: end - offset, source: this.#source };
  }

  protected override unpack(extent: FileExtent, into: Uint8Array): void {
    into.set(this.#bytes.subarray(extent.offset, extent.offset + extent.length));
  }
}
