import type { Span } from "../../../workers/api/index.ts";

/**
 * Runs of bytes of `mine` that are others in `other`, in offsets of mine. Bytes beyond the end of the other side differ.
 *
 * @param offset of the first byte of both.
 */
export function differingSpans(mine: Uint8Array, other: Uint8Array, offset: number): Span[] {
  const spans: Span[] = [];
  let start = -1;
  for (let at = 0; at < mine.length; at++) {
    const differs = mine[at] !== other[at];
    if (differs && start < 0) start = at;
    if (!differs && start >= 0) {
      spans.push({ offset: offset + start, length: at - start });
      start = -1;
    }
  }
  if (start >= 0) spans.push({ offset: offset + start, length: mine.length - start });
  return spans;
}
