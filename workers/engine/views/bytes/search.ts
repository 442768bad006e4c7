import type { SearchRequest, SearchResult } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import type { SearchSpace } from "./search-space.ts";

/** Bytes read at once. */
const WINDOW = 4 * MIB;
/** Bytes that are skipped at once where nothing is stored, so that a search of 64 TiB of zeros is quick. */
const STRIDE = 64 * WINDOW;

const lower = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/** Offsets of the pattern in the bytes, ascending, with overlapping ones. */
export function* matches(bytes: Uint8Array, pattern: Uint8Array, ignoreCase: boolean): Generator<number> {
  const haystack = ignoreCase ? bytes.map(lower) : bytes;
  const needle = ignoreCase ? pattern.map(lower) : pattern;
  const [start] = needle;
  if (start === undefined) return;
  for (let at = haystack.indexOf(start); at >= 0; at = haystack.indexOf(start, at + 1)) {
    if (at + needle.length > haystack.length) return;
    if (needle.every((byte, index) => haystack[at + index] === byte)) yield at;
  }
}

/** Where hits may begin: `[from, to)`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Pieces of `size` bytes of a stretch, in the direction of the search. */
function* pieces({ from, to }: Stretch, size: number, forward: boolean): Generator<Stretch> {
  if (forward) {
    for (let at = from; at < to; at += size) yield { from: at, to: Math.min(to, at + size) };
  } else {
    for (let at = to; at > from; at -= size) yield { from: Math.max(from, at - size), to: at };
  }
}

/**
 * Searches forward or backward from an offset to the end (or start) of the space.
 *
 * @throws VhdxError `cancelled`, and as the space's store does.
 */
export async function search(
  space: SearchSpace,
  { pattern, ignoreCase, from, direction, limit }: SearchRequest,
  job: JobContext,
): Promise<SearchResult> {
  const hits: number[] = [];
  const forward = direction === "forward";
  const overlap = pattern.length - 1;
  const end = space.end - overlap;
  const whole: Stretch = forward
    ? { from: Math.max(space.start, from), to: end }
    : { from: space.start, to: Math.min(from + 1, end) };
  if (pattern.length === 0) return { hits, complete: true };
  const matchesZeros = pattern.every((byte) => byte === 0);

  /** The part of a stretch where a hit can include stored bytes. */
  const worthReading = (stretch: Stretch): Stretch | null => {
    if (matchesZeros) return stretch;
    const stored = space.stored(stretch.from, stretch.to + overlap);
    if (stored === null) return null;
    return {
      from: Math.max(stretch.from, stored.offset - overlap),
      to: Math.min(stretch.to, stored.offset + stored.length),
    };
  };

  for (const stride of pieces(whole, STRIDE, forward)) {
    job.progress(forward ? stride.from - whole.from : whole.to - stride.to, whole.to - whole.from);
    await job.checkpoint();
    const stored = worthReading(stride);
    if (stored === null) continue;
    for (const piece of pieces(stored, WINDOW, forward)) {
      const part = worthReading(piece);
      if (part === null) continue;
      const bytes = await space.read(part.from, part.to - part.from + overlap);
      const found = [...matches(bytes, pattern, ignoreCase)];
      for (const hit of forward ? found : found.toReversed()) {
        hits.push(part.from + hit);
        if (hits.length >= limit) return { hits, complete: false };
      }
      job.progress(forward ? piece.to - whole.from : whole.to - piece.from, whole.to - whole.from);
      await job.checkpoint();
    }
  }
  return { hits, complete: true };
}
