import { watchedJob } from "./watched-job.ts";
import { dryRun } from "../../workers/engine/edits/dry-run.ts";
import { BytesDigest, digestOf, storeDigest } from "./digest.ts";
import type { Lines } from "./lines.ts";
import { diskLine } from "./looks.ts";
import type { Opened } from "./opened.ts";

/** Digest of what the changes wrote: the bytes, and how they were written, flush by flush. */
export function writtenText({ file: { edits } }: Opened): string {
  const { store } = edits;
  const bytes = new BytesDigest();
  for (const { start, end } of store.writtenRuns()) bytes.note([start, end, storeDigest(store, start, end)]);
  return `size ${store.size} bytes ${bytes.text} writes ${store.operations.length}:${digestOf(store.operations)}`;
}

const listed = (codes: readonly string[]): string => [...new Set(codes)].join(",");

/** What became of a file by its pending changes, which must be there: bytes, findings, and the disk as a guest sees it. */
export async function editedLine(lines: Lines, opened: Opened): Promise<string> {
  const { edits, image } = opened.file;
  const { verdict, findings, newFindings, fixed } = await dryRun({ image, edits }, watchedJob());
  lines.say(verdict.sentence);
  const { done, touched } = edits.list();
  lines.say(...done.flatMap(({ sentence, loss }) => [sentence, loss]), edits.edited.lostByEdits?.sentence);
  const codes = (all: typeof findings) => all.map(({ code }) => code);
  const { edited } = edits;
  const disk = lines.outcome(() => diskLine(edited.disk(edited.own)));
  const lost = edited.lostByEdits;
  return [
    writtenText(opened),
    `${edited.outcome} ${digestOf(codes(findings))}`,
    ...(newFindings.length === 0 ? [] : [`new ${listed(codes(newFindings))}`]),
    ...(fixed.length === 0 ? [] : [`gone ${listed(codes(fixed))}`]),
    `disk ${disk}`,
    ...(lost === null ? [] : [`lost ${lost.bytes}:${digestOf(lost.ranges)}`]),
    `listed ${digestOf([touched, ...done.map(({ offset, length, node, field }) => [offset, length, node, field])])}`,
  ].join(" ");
}
