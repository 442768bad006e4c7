import type { DiskPlace, FilePlace } from "../../../../workers/api/index.ts";

/** A part of a strip, in shares of its length. */
export interface StripPart {
  readonly from: number;
  readonly share: number;
}

/** Parts that a strip shows at most: more can't be told apart. */
const MOST_PARTS = 512;

/** A run of the file with the part of it that lies in one place. */
export interface PlacedRun {
  readonly run: FilePlace;
  /** Null where the run has no place on the disk. */
  readonly disk: DiskPlace | null;
}

/** Every run of a file, cut where its place on the disk is cut. */
export const placedRuns = (runs: readonly FilePlace[]): readonly PlacedRun[] =>
  runs.flatMap((run): PlacedRun[] =>
    run.disk.length === 0 ? [{ run, disk: null }] : run.disk.map((disk) => ({ run, disk })),
  );

/** Runs as parts of a whole; those that lie in the same 512th are one. @param size of the whole, bytes */
export function stripParts(
  runs: readonly { readonly offset: number; readonly length: number }[],
  size: number,
): readonly StripPart[] {
  if (size <= 0) return [];
  const hit = new Set<number>();
  for (const { offset, length } of runs) {
    if (length <= 0 || offset >= size) continue;
    const first = Math.floor((offset / size) * MOST_PARTS);
    const last = Math.min(MOST_PARTS - 1, Math.floor(((offset + length - 1) / size) * MOST_PARTS));
    for (let part = first; part <= last; part++) hit.add(part);
  }
  const parts: StripPart[] = [];
  let begin: number | null = null;
  for (let part = 0; part <= MOST_PARTS; part++) {
    if (hit.has(part)) begin ??= part;
    else if (begin !== null) {
      parts.push({ from: begin / MOST_PARTS, share: (part - begin) / MOST_PARTS });
      begin = null;
    }
  }
  return parts;
}
