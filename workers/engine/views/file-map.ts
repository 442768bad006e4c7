import type { FileMap, FileMapPiece } from "../../api/index.ts";
import { countText } from "../../bytes/text.ts";
import type { ViewContext } from "./context.ts";
import { type FileRun, fileRuns } from "./file-runs.ts";

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

/** Neighbours too narrow to be drawn alone, as one piece. */
class Narrow {
  readonly #runs: { start: number; end: number; kind: FileRun["kind"]; label: string; node: string }[] = [];
  #kinds = new Map<FileRun["kind"], number>();
  start = 0;
  end = 0;

  get empty(): boolean {
    return this.#kinds.size === 0;
  }

  add(run: FileRun): void {
    if (this.empty) {
      this.start = run.start;
      this.#runs.push(run);
    }
    this.end = run.end;
    this.#kinds.set(run.kind, (this.#kinds.get(run.kind) ?? 0) + 1);
  }

  take(): FileMapPiece {
    const counts = [...this.#kinds];
    const [only] = counts;
    const [first] = this.#runs;
    const alone = counts.length === 1 && only?.[1] === 1;
    const label = alone
      ? (first?.label ?? "")
      : counts.map(([kind, count]) => countText(count, NAMES[kind])).join(", ");
    const piece: FileMapPiece = {
      offset: this.start,
      length: this.end - this.start,
      kind: counts.length === 1 && only !== undefined ? only[0] : "mixed",
      label,
      node: first?.node ?? null,
    };
    this.#kinds = new Map();
    this.#runs.length = 0;
    return piece;
  }
}

/**
 * The file's strip over `[offset, offset + length)`, in at most about `pieces` pieces: runs narrower than one part in
 * `pieces` are merged with their neighbours.
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
  for (const run of fileRuns(image, layer, from, to)) {
    const cut = run.end > to ? { ...run, end: to } : run;
    if (cut.end - cut.start >= narrowest) {
      flush();
      result.push({
        offset: cut.start,
        length: cut.end - cut.start,
        kind: cut.kind,
        label: cut.label,
        node: cut.node,
      });
      continue;
    }
    narrow.add(cut);
    if (narrow.end - narrow.start >= narrowest) flush();
  }
  flush();
  return { offset: from, length: to - from, fileSize, pieces: result };
}
