import type { Steps } from "../../bytes/steps.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import type { VolumeRun } from "../file-system.ts";
import type { Folders } from "./folder.ts";
import type { Nodes } from "./node.ts";
import { EXTEND_RECORD, FIRST_USER_RECORD } from "./stat.ts";

/** Entries of $Extend that are asked for at once. */
const LIST_PAGE = 4096;

/** Runs of the file system's own files, those in $Extend too, and the sector of the backup boot sector. */
export function* metadataRuns(nodes: Nodes, folders: Folders): Steps<readonly VolumeRun[]> {
  const { geometry, volume } = nodes;
  const set = new IntervalSet();
  set.add(0, geometry.sectorSize);
  set.add(geometry.size - geometry.sectorSize, geometry.size);
  const files = Array.from({ length: FIRST_USER_RECORD }, (_, number) => number);
  let cursor: string | null = null;
  do {
    const page = folders.list(EXTEND_RECORD, cursor, LIST_PAGE);
    files.push(...page.entries.map(({ node }) => node));
    cursor = page.next;
  } while (cursor !== null && files.length < 2 * LIST_PAGE);
  for (const [index, number] of files.entries()) {
    const node = nodes.node(number, "all parts");
    const streams = new Map(
      (node?.attributes ?? [])
        .filter((each) => !each.resident)
        .map((each) => [`${each.type} ${each.name}`, each] as const),
    );
    for (const { type, name } of streams.values()) {
      const content = node === null ? null : nodes.value(node.attributes, type, name);
      for (const { source, length } of content?.extents(0, content.size) ?? [])
        if (source.kind === "volume") set.add(source.offset, source.offset + length);
    }
    yield { done: index + 1, total: files.length };
  }
  return set.runs
    .map(({ start, end }) => ({ offset: start, length: Math.min(end, volume.size) - start }))
    .filter(({ length }) => length > 0);
}
