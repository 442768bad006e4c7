import { IntervalSet } from "../../../bytes/intervals.ts";
import { checkRange, type ReadableStore } from "../../../store/store.ts";
import type { Piece } from "./pieces.ts";

type Runs = Iterable<{ readonly start: number; readonly end: number }>;

/** A store over another store that knows which runs were written: `OverlayStore`, `ReplayedStore`. */
export interface Overlay extends ReadableStore {
  writtenRuns(start?: number, end?: number): Runs;
}

/** The file of a layer, and where it differs from the file as stored. */
export interface LayerFile {
  /** The file as stored; in the browser a `BlobStore`, so that a download takes slices of it. */
  readonly original: ReadableStore;
  /** The layer's bytes. */
  readonly current: ReadableStore;
  /**
   * The runs of `[start, end)` that may differ from the original, in order and apart. Past the original's end, what is
   * in no run is zeros.
   */
  writtenRuns(start: number, end: number): Runs;
}

/**
 * The layer that overlays make of a file.
 *
 * @param overlays from the lowest, which lies over `original`, to the topmost, whose bytes are the layer's; none for
 *   the Original layer
 */
export function layerFile(original: ReadableStore, ...overlays: readonly Overlay[]): LayerFile {
  return {
    original,
    current: overlays.at(-1) ?? original,
    writtenRuns: (start, end) => {
      const union = new IntervalSet();
      for (const overlay of overlays) {
        for (const run of overlay.writtenRuns(start, end)) union.add(run.start, run.end);
        // Bytes that this overlay cut off stay zeros, even if an overlay above it grows again.
        union.add(Math.max(start, overlay.size), Math.min(end, original.size));
      }
      return union.runs;
    },
  };
}

/**
 * What `[start, end)` of a layer's file is made of: runs of the original wherever nothing changed.
 *
 * @throws VhdxError `out-of-range` unless the run lies inside the layer's file.
 */
export function* filePieces(
  { original, current, writtenRuns }: LayerFile,
  start = 0,
  end = current.size,
): Generator<Piece> {
  checkRange(current, start, end - start);
  function* unchanged(from: number, to: number): Generator<Piece> {
    const stored = Math.max(from, Math.min(to, original.size));
    if (from < stored) yield { kind: "store", store: original, offset: from, length: stored - from };
    if (stored < to) yield { kind: "zeros", length: to - stored };
  }
  let at = start;
  for (const run of writtenRuns(start, end)) {
    yield* unchanged(at, run.start);
    yield { kind: "store", store: current, offset: run.start, length: run.end - run.start };
    at = run.end;
  }
  yield* unchanged(at, end);
}

/**
 * The runs that were written to a layer's file, with their places; for a patch.
 *
 * @returns runs in order, with gaps between them. Growth without a write is in no run.
 */
export function* writtenPieces({
  current,
  writtenRuns,
}: LayerFile): Generator<{ readonly offset: number; readonly content: Piece }> {
  for (const { start, end } of writtenRuns(0, current.size)) {
    yield {
      offset: start,
      content: { kind: "store", store: current, offset: start, length: end - start },
    };
  }
}
