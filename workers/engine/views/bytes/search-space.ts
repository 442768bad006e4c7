import type { Span } from "../../../api/index.ts";
import type { ReadableStore } from "../../../store/store.ts";
import type { VirtualDisk } from "../../../vhdx/disk/disk.ts";

/** The bytes `[start, end)` that are searched, and which of them are stored. */
export interface SearchSpace {
  readonly start: number;
  readonly end: number;
  /** Bytes of `[offset, offset + length)`; zeros for what can't be read. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The smallest run that holds all stored bytes of `[from, to)`; null where there are only zeros. */
  stored(from: number, to: number): Span | null;
}

/**
 * A file, or a run of it.
 *
 * @param run cut at the end of the file; left out: the whole file.
 */
export function storeSpace(store: ReadableStore, run: Span = { offset: 0, length: store.size }): SearchSpace {
  const start = Math.min(run.offset, store.size);
  return {
    start,
    end: Math.min(start + run.length, store.size),
    read: (offset, length) => store.readBulk(offset, length),
    stored: (from, to) => ({ offset: from, length: to - from }),
  };
}

/** A virtual disk. Parts that can't be read count as zeros. */
export function diskSpace(disk: VirtualDisk): SearchSpace {
  return {
    start: 0,
    end: disk.size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      const stored = [...disk.extents(offset, length)].filter(({ source }) => source.kind === "file");
      // All reads start at once, so that none starts after a cancel.
      await Promise.all(
        stored.map(async (extent) => {
          bytes.set(await disk.readBulk(extent.offset, extent.length), extent.offset - offset);
        }),
      );
      return bytes;
    },
    stored: (from, to) => {
      let first = -1;
      let end = -1;
      for (const { offset, length, source } of disk.extents(from, to - from)) {
        if (source.kind !== "file") continue;
        if (first < 0) first = offset;
        end = offset + length;
      }
      return first < 0 ? null : { offset: first, length: end - first };
    },
  };
}
