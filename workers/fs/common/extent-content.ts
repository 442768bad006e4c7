import { checkRange, type ReadableStore } from "../../store/store.ts";
import type { FileContent, FileExtent } from "../file-system.ts";
import { unreadableRun } from "./unreadable-run.ts";

/** Reads in flight: each holds its bytes twice until they are copied. */
const MOST_READS = 16;

/** The content of a file that is read by its extents. A read of what has no place on the volume fails, and names why. */
export abstract class ExtentContent implements FileContent {
  abstract readonly size: number;
  protected readonly store: ReadableStore;

  /** @param store the volume that the extents lie on */
  constructor(store: ReadableStore) {
    this.store = store;
  }

  abstract extents(offset: number, length: number): Iterable<FileExtent>;

  /** Fills `into` from a packed extent. Only a content that has such extents has it. */
  protected unpack?(extent: FileExtent, into: Uint8Array): void;

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    for (const extent of this.extents(offset, into.length)) {
      const part = into.subarray(extent.offset - offset, extent.offset - offset + extent.length);
      if (extent.source.kind === "volume") this.store.read(extent.source.offset, part);
      else this.#fill(extent, part);
    }
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    const bytes = new Uint8Array(length);
    const reads: Promise<void>[] = [];
    for (const extent of this.extents(offset, length)) {
      if (extent.length === length && extent.source.kind === "volume")
        return this.store.readBulk(extent.source.offset, length);
      const part = bytes.subarray(extent.offset - offset, extent.offset - offset + extent.length);
      reads.push(this.#fillBulk(extent, part));
      if (reads.length >= MOST_READS) await Promise.all(reads.splice(0));
    }
    await Promise.all(reads);
    return bytes;
  }

  async #fillBulk(extent: FileExtent, part: Uint8Array): Promise<void> {
    if (extent.source.kind === "volume")
      part.set(await this.store.readBulk(extent.source.offset, part.length));
    else this.#fill(extent, part);
  }

  /** Fills a part from anything but the volume itself. */
  #fill(extent: FileExtent, part: Uint8Array): void {
    const { source, offset } = extent;
    if (source.kind === "unreadable") throw unreadableRun(source.reason, offset);
    if (source.kind === "packed") this.unpack?.(extent, part);
    else part.fill(0);
  }
}
