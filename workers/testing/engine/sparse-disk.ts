import { VhdxError } from "../../shared/error.ts";
import type { MemoryStore } from "../../store/memory-store.ts";
import { checkRange, readBulkSync } from "../../store/store.ts";
import type { Extent, ExtentSource } from "../../vhdx/disk/disk-extent.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";

export interface Part {
  readonly length: number;
  readonly source: ExtentSource;
}

/** A virtual disk made of parts, each with its source; parts of kind `file` read from the given file. */
export class SparseDisk implements VirtualDisk {
  readonly logicalSectorSize = 512;
  readonly size: number;
  readonly file: MemoryStore;
  readonly #extents: readonly Extent[];
  /** Bytes read through `read` and `readBulk`. */
  bytesRead = 0;

  constructor(file: MemoryStore, parts: readonly Part[]) {
    this.file = file;
    let offset = 0;
    this.#extents = parts.map(({ length, source }) => {
      const extent = { offset, length, source };
      offset += length;
      return extent;
    });
    this.size = offset;
  }

  *extents(offset: number, length: number): Generator<Extent> {
    const end = offset + length;
    for (const extent of this.#extents) {
      const from = Math.max(offset, extent.offset);
      const to = Math.min(end, extent.offset + extent.length);
      if (from >= to) continue;
      const { source } = extent;
      const shift = from - extent.offset;
      yield {
        offset: from,
        length: to - from,
        source: source.kind === "file" ? { ...source, fileOffset: source.fileOffset + shift } : source,
      };
    }
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    this.bytesRead += into.length;
    for (const extent of this.extents(offset, into.length)) {
      const target = into.subarray(extent.offset - offset, extent.offset - offset + extent.length);
      const { source } = extent;
      if (source.kind === "file") this.file.read(source.fileOffset, target);
      else if (source.kind === "zero") target.fill(0);
      else {
        const code = source.kind === "parent" ? "needs-parent" : "unreadable-block";
        throw new VhdxError(code, "This run can't be read.", { offset: extent.offset });
      }
    }
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBulkSync(this, offset, length);
  }
}
