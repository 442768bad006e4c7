import { checkRange, type ReadableStore } from "../../store/store.ts";
import { unreadableRun } from "../common/unreadable-run.ts";
import type { FileContent, FileExtent, FileSource } from "../file-system.ts";

/** Content that is read by its extents. */
export abstract class MappedContent implements FileContent {
  abstract readonly size: number;
  protected readonly volume: ReadableStore;

  /** @param volume the volume that the extents lie on */
  constructor(volume: ReadableStore) {
    this.volume = volume;
  }

  abstract extents(offset: number, length: number): Iterable<FileExtent>;

  /** Fills `into` from a packed extent. */
  protected abstract unpack(extent: FileExtent, into: Uint8Array): void;

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    for (const extent of this.extents(offset, into.length)) {
      const part = into.subarray(extent.offset - offset, extent.offset - offset + extent.length);
      this.#fill(extent, part);
    }
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    const [first] = this.extents(offset, length);
    if (first?.length === length && first.source.kind === "volume")
      return this.volume.readBulk(first.source.offset, length);
    const bytes = new Uint8Array(length);
    const reads: Promise<void>[] = [];
    for (const extent of this.extents(offset, length)) {
      const part = bytes.subarray(extent.offset - offset, extent.offset - offset + extent.length);
      if (extent.source.kind === "volume")
        reads.push(this.volume.readBulk(extent.source.offset, extent.length).then((read) => part.set(read)));
      else this.#fill(extent, part);
      // Each read holds its bytes twice until it is copied.
      if (reads.length >= 16) await Promise.all(reads.splice(0));
    }
    await Promise.all(reads);
    return bytes;
  }

  #fill(extent: FileExtent, part: Uint8Array): void {
    switch (extent.source.kind) {
      case "volume":
        return this.volume.read(extent.source.offset, part);
      case "zero":
        part.fill(0);
        return;
      case "packed":
        return this.unpack(extent, part);
      case "unreadable":
        throw unreadableRun(extent.source.reason, extent.offset);
    }
  }
}

/** A value that is in a record of the MFT. */
export class ResidentContent extends MappedContent {
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

  protected unpack(extent: FileExtent, into: Uint8Array): void {
    into.set(this.#bytes.subarray(extent.offset, extent.offset + extent.length));
  }
}
