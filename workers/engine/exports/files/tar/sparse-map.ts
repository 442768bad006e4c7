import type { Span } from "../../../../api/index.ts";
import type { FileContent } from "../../../../fs/file-system.ts";
import { KIB, MIB } from "../../../../shared/numbers.ts";
import { paddingOf } from "./pax.ts";

/** Bytes. Shorter holes are stored as zeros. */
const SMALLEST_HOLE = 64 * KIB;
/** Bytes of holes from which on a file is stored with its holes: other readers of tar than GNU tar and libarchive may not know them. */
const WORTH_IT = MIB;
/** Runs of one file at most. A file of more is stored with zeros. */
const MOST_RUNS = 65_536;

/** Runs of a file that hold data; null where its holes are not worth a map, or it has too many runs. */
export function dataRuns(content: FileContent): readonly Span[] | null {
  const runs: { offset: number; length: number }[] = [];
  let holes = 0;
  let seen = 0;
  for (const { offset, length, source } of content.extents(0, content.size)) {
    seen += 1;
    if (seen > 4 * MOST_RUNS || runs.length > MOST_RUNS) return null;
    if (source.kind === "zero" && length >= SMALLEST_HOLE) {
      holes += length;
      continue;
    }
    const last = runs.at(-1);
    if (last !== undefined && last.offset + last.length === offset) last.length += length;
    else runs.push({ offset, length });
  }
  return holes >= WORTH_IT ? runs : null;
}

/** The map before the data of a sparse file (GNU tar, "Storing Sparse Files", PAX format 1.0), padded. */
export function sparseMap(runs: readonly Span[], size: number): Uint8Array<ArrayBuffer> {
  const last = runs.at(-1);
  // A hole at the end is said by an empty run behind it.
  const all =
    last !== undefined && last.offset + last.length === size ? runs : [...runs, { offset: size, length: 0 }];
  const text = `${all.length}\n${all.map(({ offset, length }) => `${offset}\n${length}\n`).join("")}`;
  const bytes = new Uint8Array(text.length + paddingOf(text.length));
  bytes.set(new TextEncoder().encode(text));
  return bytes;
}
