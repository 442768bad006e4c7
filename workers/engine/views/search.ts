import type { SearchRequest, SearchResult } from "../../api/index.ts";
import { MIB } from "../../bytes/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { VirtualDisk } from "../../vhdx/disk.ts";
import type { JobContext } from "../jobs.ts";

const WINDOW = 4 * MIB;

const lower = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/** Positions of the pattern in the bytes, ascending, overlapping ones included. */
export function* matches(bytes: Uint8Array, pattern: Uint8Array, ignoreCase: boolean): Generator<number> {
  const first = pattern[0];
  if (first === undefined) return;
  const haystack = ignoreCase ? bytes.map(lower) : bytes;
  const needle = ignoreCase ? pattern.map(lower) : pattern;
  const start = needle[0] ?? 0;
  for (let at = haystack.indexOf(start); at >= 0; at = haystack.indexOf(start, at + 1)) {
    if (at + needle.length > haystack.length) return;
    if (needle.every((byte, index) => haystack[at + index] === byte)) yield at;
  }
}

/** What is searched: bytes, and which runs of them can be passed over. */
export interface SearchSpace {
  readonly size: number;
  /** Bytes of `[offset, offset + length)`; zeros for what can't be read. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** End of the run of zeros that starts at `offset`; `offset` itself where there is none to pass over. */
  zerosEnd(offset: number): number;
}

export function storeSpace(store: ReadableStore): SearchSpace {
  return {
    size: store.size,
    read: (offset, length) => store.readBulk(offset, length),
    zerosEnd: (offset) => offset,
  };
}

export function diskSpace(disk: VirtualDisk): SearchSpace {
  return {
    size: disk.size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      for (const extent of disk.extents(offset, length)) {
        if (extent.source.kind !== "file") continue;
        bytes.set(await disk.readBulk(extent.offset, extent.length), extent.offset - offset);
      }
      return bytes;
    },
    zerosEnd: (offset) => {
      for (const extent of disk.extents(offset, Math.min(disk.size - offset, 1024 * WINDOW))) {
        if (extent.source.kind === "file") return extent.offset;
        return extent.offset + extent.length;
      }
      return offset;
    },
  };
}

/** Searches forward or backward from an offset to the end (or start) of the space. */
export async function search(
  space: SearchSpace,
  request: SearchRequest,
  job: JobContext,
): Promise<SearchResult> {
  const { pattern, ignoreCase, from, direction, limit } = request;
  const hits: number[] = [];
  if (pattern.length === 0 || pattern.length > space.size) return { hits, complete: true };
  const overlap = pattern.length - 1;
  const zerosMatch = pattern.every((byte) => byte === 0);
  const lastStart = space.size - pattern.length;

  if (direction === "forward") {
    for (let at = from; at <= lastStart;) {
      if (!zerosMatch) {
        const end = space.zerosEnd(at);
        if (end - at > WINDOW) {
          at = Math.max(at, end - overlap);
          job.progress(at, space.size);
          await job.checkpoint();
          continue;
        }
      }
      const length = Math.min(WINDOW + overlap, space.size - at);
      const bytes = await space.read(at, length);
      for (const hit of matches(bytes, pattern, ignoreCase)) {
        if (hit >= WINDOW) break;
        hits.push(at + hit);
        if (hits.length >= limit) return { hits, complete: false };
      }
      at += WINDOW;
      job.progress(Math.min(at, space.size), space.size);
      await job.checkpoint();
    }
    return { hits, complete: true };
  }

  for (let end = Math.min(from, lastStart + 1); end > 0; end -= WINDOW) {
    const start = Math.max(0, end - WINDOW);
    const bytes = await space.read(start, Math.min(end - start + overlap, space.size - start));
    const found = [...matches(bytes, pattern, ignoreCase)].filter((hit) => start + hit < end);
    for (const hit of found.toReversed()) {
      hits.push(start + hit);
      if (hits.length >= limit) return { hits, complete: false };
    }
    job.progress(space.size - start, space.size);
    await job.checkpoint();
  }
  return { hits, complete: true };
}
