import type { FileMap, FileMapPiece } from "../../../api/index.ts";
import { countText } from "../../../shared/text.ts";
import type { ViewContext } from "../context.ts";
import type { FileRun } from "./file-runs.ts";
import { RunCursor } from "./run-cursor.ts";

const NAMES: Readonly<Record<FileRun["kind"], string>> = {
  identifier: "identifier",
  header: "header",
  "region-table": "region table",
  log: "log",
  metadata: "metadata region",
  bat: "BAT",
  block: "block",
  bitmap: "sector bitmap",
  region: "region",
  gap: "unused run",
};

/** Joins neighbours that are too narrow to be drawn alone. */
class Narrow {
  /** The first run, and the kinds of all runs in order. */
  #first: FileRun | null = null;
  readonly #counts = new Map<FileRun["kind"], number>();
  start = 0;
  end = 0;

  get empty(): boolean {
    return this.#first === null;
  }

  /** Adds the run at the cursor. */
  add(cursor: RunCursor, end: number): void {
    if (this.empty) {
      this.start = cursor.start;
      this.#first = cursor.run;
    }
    this.end = end;
    this.count(cursor.kind, 1);
  }

  count(kind: FileRun["kind"], runs: number): void {
    if (runs > 0) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + runs);
  }

  take(): FileMapPiece {
    const counts = [...this.#counts];
    const [only] = counts;
    const alone = counts.length === 1 && only?.[1] === 1;
    const label = alone
      ? (this.#first?.label ?? "")
      : counts.map(([kind, count]) => countText(count, NAMES[kind])).join(", ");
    const piece: FileMapPiece = {
      offset: this.start,
      length: this.end - this.start,
      kind: counts.length === 1 && only !== undefined ? only[0] : "mixed",
      label,
      node: this.#first?.node ?? null,
    };
    this.#first = null;
    this.#counts.clear();
    return piece;
  }
}

/**
 * The runs of `[offset, offset + length)` for the map, in about `pieces` pieces at most: runs shorter than 1/`pieces` of the
 * length are merged with their neighbours.
 */
export function fileMap(
  { image, layer }: ViewContext,
  offset: number,
  length: number,
  pieces: number,
): FileMap {
  const fileSize = layer.store.size;
  const from = Math.max(0, Math.min(offset, fileSize));
  const to = Math.min(fileSize, from + length);
  const narrowest = (to - from) / Math.max(1, pieces);
  const result: FileMapPiece[] = [];
  const narrow = new Narrow();
  const flush = () => {
    if (!narrow.empty) result.push(narrow.take());
  };
  // Where no block is wide enough to be drawn alone, blocks are only counted: there can be millions.
  const countsBlocks = (layer.structures.geometry?.blockSize ?? 0) < narrowest;
  const cursor = new RunCursor(image, layer, from, to);
  while (cursor.next()) {
    const end = Math.min(cursor.end, to);
    if (end - cursor.start >= narrowest) {
      flush();
      const { kind, label, node } = cursor.run;
      result.push({ offset: cursor.start, length: end - cursor.start, kind, label, node });
      continue;
    }
    narrow.add(cursor, end);
    if (countsBlocks) {
      const { blocks, bitmaps } = cursor.passBlocks(narrow.start + narrowest);
      narrow.end = Math.min(cursor.end, to);
      narrow.count("block", blocks);
      narrow.count("bitmap", bitmaps);
    }
    if (narrow.end - narrow.start >= narrowest) flush();
  }
  flush();
  return { offset: from, length: to - from, fileSize, pieces: result };
}
