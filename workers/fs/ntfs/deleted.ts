import type { Steps } from "../../bytes/steps.ts";
import type { DeletedEntry } from "../file-system.ts";
import { FLAG, TYPE } from "./attributes.ts";
import type { ClusterBitmap } from "./bitmap.ts";
import { type FileNameKey, readFileName } from "./names.ts";
import type { Nodes, NtfsNode } from "./node.ts";
import { type MftRecord, readRecord } from "./record.ts";
import { FIRST_USER_RECORD } from "./stat.ts";
import { clusterValue, partsOf } from "./value.ts";

/** Clusters of a deleted file that are looked up in the bitmap; a file of more says what was found among these. */
const MOST_CLUSTERS = 2 ** 22;

const namesOf = (node: NtfsNode): FileNameKey[] =>
  node.attributes.flatMap((each) =>
    each.type === TYPE.fileName && each.resident ? (readFileName(each.value) ?? []) : [],
  );

/** Size of a file, and how much of it lies in free clusters. A value in the record itself is there as long as the record is. */
function freeBytes(
  nodes: Nodes,
  node: NtfsNode,
  bitmap: ClusterBitmap | null,
): { size: number; free: number } {
  const parts = partsOf(node.attributes, TYPE.data, "");
  const [first] = parts;
  if (first === undefined) return { size: 0, free: 0 };
  if (first.resident) return { size: first.value.length, free: first.value.length };
  const { clusterSize } = nodes.geometry;
  const value = clusterValue(parts, clusterSize);
  if (value === null) return { size: 0, free: 0 };
  let left = MOST_CLUSTERS;
  let free = 0;
  for (const run of value.runs) {
    const count = Math.min(run.count, left);
    if (run.lcn === null || bitmap === null || count === 0) continue;
    free += bitmap.freeIn(run.lcn, count) * clusterSize;
    left -= count;
  }
  const isPacked = (first.flags & (FLAG.compressed | FLAG.sparse)) !== 0;
  return { size: value.size, free: isPacked ? free : Math.min(free, value.size) };
}

/** Whether the folder that a name points to is there still. */
function hasFolder(nodes: Nodes, { parent, parentSequence }: FileNameKey): boolean {
  const head = nodes.mft.head(parent);
  if (head === null || !head.isInUse || !head.isFolder) return false;
  return parentSequence === 0 || parentSequence === head.sequence;
}

/** Sequence number of a folder while it was in use: it went up when the folder was deleted. */
const wasParent = (nodes: Nodes, { parent, parentSequence }: FileNameKey): boolean => {
  const head = nodes.mft.head(parent);
  if (head === null || !head.isFolder) return false;
  const sequence = head.isInUse ? head.sequence : head.sequence - 1;
  return parentSequence === 0 || parentSequence === sequence;
};

function entryOf(nodes: Nodes, record: MftRecord, bitmap: ClusterBitmap | null): DeletedEntry | null {
  if (record.base !== null || record.number < FIRST_USER_RECORD) return null;
  const node = nodes.of(record, "all parts");
  const names = namesOf(node);
  const name = names.find((each) => !each.isShort) ?? names[0] ?? null;
  if (record.isInUse && (name === null || names.some((each) => hasFolder(nodes, each)))) return null;
  const data = freeBytes(nodes, node, bitmap);
  if (name === null && data.size === 0) return null;
  return {
    node: record.number,
    name: name?.name ?? null,
    parent: name !== null && wasParent(nodes, name) ? name.parent : null,
    size: data.size,
    inUse: record.isInUse,
    // A file that is in use has all of its clusters still.
    free: record.isInUse ? data.size : data.free,
    // No attribute of a record says when it was freed.
    deleted: null,
  };
}

/** Files in records that are free, and files in use that no folder can name. */
export function* deletedFiles(
  nodes: Nodes,
  bitmap: ClusterBitmap | null,
  take: (entry: DeletedEntry) => void,
): Steps<void> {
  yield* nodes.mft.sweep((number, bytes) => {
    const record = bytes === null ? null : readRecord(bytes, number);
    const entry = record === null ? null : entryOf(nodes, record, bitmap);
    if (entry !== null) take(entry);
  });
}
