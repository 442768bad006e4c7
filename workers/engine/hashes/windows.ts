import { MIB, roundDown, roundUp } from "../../shared/numbers.ts";
import type { Extent } from "../../vhdx/disk/disk-extent.ts";
import { CHUNK } from "../jobs/pipelined.ts";

/** A run of the virtual disk that starts at a whole MiB: zeros without storage, or something to be read. */
export interface Window {
  readonly offset: number;
  readonly length: number;
  readonly kind: "zero" | "data";
}

/**
 * Cuts a disk into windows of whole MiB. A MiB is `zero` where all of it is zeros without storage; those come
 * extent by extent, however long, all else as windows of one read at most.
 */
export function* windows(extents: Iterable<Extent>, size: number): Generator<Window> {
  let at = 0;
  for (const extent of extents) {
    if (extent.source.kind === "zero") {
      // Handed on extent by extent: looking for the end of all zeros would read the whole BAT in one go.
      const zerosEnd = roundDown(extent.offset + extent.length, MIB);
      if (zerosEnd > at) yield { offset: at, length: zerosEnd - at, kind: "zero" };
      at = Math.max(at, zerosEnd);
      continue;
    }
    if (extent.length === 0) continue;
    const start = Math.max(at, roundDown(extent.offset, MIB));
    const end = Math.min(size, roundUp(extent.offset + extent.length, MIB));
    if (start > at) yield { offset: at, length: start - at, kind: "zero" };
    at = Math.max(at, start);
    for (; at < end; at = Math.min(end, at + CHUNK)) {
      yield { offset: at, length: Math.min(CHUNK, end - at), kind: "data" };
    }
  }
  if (at < size) yield { offset: at, length: size - at, kind: "zero" };
}
