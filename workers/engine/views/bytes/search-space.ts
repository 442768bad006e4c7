import type { Span } from "../../../api/index.ts";
import type { ReadableStore } from "../../../store/store.ts";
import type { VirtualDisk } from "../../../vhdx/disk/disk.ts";

/** What is searched: bytes `[start, end)`, and which of them may differ from zero. */
export interface SearchSpace {
  readonly start: number;
  readonly end: number;
  /** Bytes of `[offset, offset + length)`; zeros for what can't be read. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The smallest run that holds all that is stored in `[from, to)`; null where all of it is zeros. */
  stored(from: number, to: number): Span | null;
}

/**
 * A file, or a run of it.
 *
 * @param run taken as far as the file goes; the whole file where it is left out.
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

/** A virtual disk; what it does not hold itself counts as zeros. */
export function diskSpace(disk: VirtualDisk): SearchSpace {
  return {
    start: 0,
    end: disk.size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      const stored = [...disk.extents(offset, length)].filter(({ source }) => source.kind === "file");
      // All at once: a search that is cancelled meanwhile must find no read left to start.
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
