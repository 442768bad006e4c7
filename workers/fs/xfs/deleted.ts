import { IntervalSet } from "../../bytes/intervals.ts";
import { runSteps, type Steps } from "../../bytes/steps.ts";
import { MappedContent } from "../common/mapped-content.ts";
import { nameOfBytes } from "../common/names.ts";
import type { DeletedEntry, FileContent, FileExtent, NodeId, NodeStat, StoredName } from "../file-system.ts";
import type { PackedExtent } from "./block-map.ts";
import { CHUNK, inodeChunks } from "./chunks.ts";
import type { XfsContext } from "./context.ts";
import { readXfsFolder } from "./folder.ts";
import { freeSpace } from "./free-space.ts";
import { blockOffset } from "./geometry.ts";
import { inodeTime, readInode } from "./inode.ts";
import { type FreeInode, lostNames, readFreeInode, wasFolder } from "./leftovers.ts";

/** Names of deleted files that are kept. */
const MOST_NAMES = 500_000;
const STEP = 64;
const BIGTIME = 8n;

interface Named {
  readonly name: StoredName;
  readonly parent: NodeId;
}

/** Free space as a set of bytes. */
function* freeBytes(context: XfsContext): Steps<IntervalSet> {
  const free = yield* freeSpace(context);
  return IntervalSet.of(
    (free?.runs ?? []).map(({ offset, length }) => ({ start: offset, end: offset + length })),
  );
}

/** Bytes up to the end of the last extent: how long the file was is lost, and this is it rounded up to blocks. */
function sizeOf({ geometry }: XfsContext, extents: readonly PackedExtent[]): number {
  const last = extents.at(-1);
  return last === undefined ? 0 : (last.start + last.count) * geometry.blockSize;
}

/** Names that the unused runs of all folders still have, by inode. */
function* namesLeft(context: XfsContext): Steps<ReadonlyMap<NodeId, Named>> {
  const names = new Map<NodeId, Named>();
  let done = 0;
  for (const chunk of inodeChunks(context)) {
    if (chunk === null) {
      yield { done, total: null };
      continue;
    }
    for (let nth = 0; nth < CHUNK; nth++) {
      if (!chunk.isThere(nth) || chunk.isFree(nth)) continue;
      const folder = readInode(context, chunk.first + nth);
      if (folder?.kind !== "directory") continue;
      for (const part of readXfsFolder(context, folder, 0)) {
        if (part.kind === "piece") yield { done, total: null };
        if (part.kind !== "unused") continue;
        for (const { inode, name } of lostNames(context, part.bytes, part.at, folder.number))
          if (names.size < MOST_NAMES) names.set(inode, { name: nameOfBytes(name), parent: folder.number });
      }
    }
    done += CHUNK;
    yield { done, total: null };
  }
  return names;
}

/** Deleted files: free inodes whose extents, or whose names in folders, are left. */
export function* findDeleted(context: XfsContext, take: (entry: DeletedEntry) => void): Steps<void> {
  const free = yield* freeBytes(context);
  const names = yield* namesLeft(context);
  const seen = new Set<NodeId>();
  const look = (node: NodeId) => {
    const inode = readFreeInode(context, node);
    if (inode === null) return;
    const named = names.get(node);
    if ((inode.extents.length === 0 && named === undefined) || wasFolder(context, inode)) return;
    let left = 0;
    for (const { block, count } of inode.extents) {
      const start = blockOffset(context.geometry, block) ?? 0;
      for (const run of free.within(start, start + count * context.geometry.blockSize))
        left += run.end - run.start;
    }
    take({
      node,
      name: named?.name ?? null,
      parent: named?.parent ?? null,
      size: sizeOf(context, inode.extents),
      inUse: false,
      free: left,
      deleted: timesOf(inode).changed,
    });
  };
  let done = 0;
  for (const chunk of inodeChunks(context)) {
    if (chunk !== null)
      for (let nth = 0; nth < CHUNK; nth++) {
        if (!chunk.isThere(nth) || !chunk.isFree(nth)) continue;
        const node = chunk.first + nth;
        if (names.has(node)) seen.add(node);
        look(node);
      }
    done += CHUNK;
    yield { done, total: null };
  }
  // Chunks whose inodes are all free are given back; what was in them is found by its names alone.
  for (const node of names.keys()) {
    if (!seen.has(node)) look(node);
    done += 1;
    if (done % STEP === 0) yield { done, total: null };
  }
}

function timesOf({ values }: FreeInode) {
  const isBig = values.version >= 3 && (values.flags2 & BIGTIME) !== 0n;
  return {
    modified: inodeTime(values.modified, isBig),
    accessed: inodeTime(values.accessed, isBig),
    changed: inodeTime(values.changed, isBig),
    created: values.version >= 3 ? inodeTime(values.created, isBig) : null,
  };
}

/** What is left of a deleted file; null where nothing is. */
export function statDeleted(context: XfsContext, node: NodeId): NodeStat | null {
  const inode = readFreeInode(context, node);
  if (inode === null || inode.extents.length === 0 || wasFolder(context, inode)) return null;
  return {
    node,
    kind: "file",
    size: sizeOf(context, inode.extents),
    allocated: 0,
    links: 0,
    mode: null,
    owner: null,
    times: timesOf(inode),
    target: null,
    device: null,
    streams: [],
    attributes: [],
    flags: ["deleted"],
    limit: {
      kind: "damaged",
      words:
        "Deleted: its size is rounded up to whole blocks, and blocks that were given to something else can't be read.",
    },
  };
}

/** The content of a deleted file, as far as its blocks are free; null where nothing is left. */
export function openDeleted(context: XfsContext, node: NodeId): FileContent | null {
  const inode = readFreeInode(context, node);
  if (inode === null || inode.extents.length === 0 || wasFolder(context, inode)) return null;
  const { blockSize } = context.geometry;
  let free: IntervalSet | null = null;
  return new MappedContent(
    context.reader.store,
    sizeOf(context, inode.extents),
    function* (offset, length): Generator<FileExtent> {
      free ??= runSteps(freeBytes(context));
      let at = 0;
      for (const { start, count, block, isUnwritten } of inode.extents) {
        const from = start * blockSize;
        const end = from + count * blockSize;
        if (from > at) yield { offset: at, length: from - at, source: { kind: "zero" } };
        at = end;
        if (end <= offset || from >= offset + length) continue;
        if (isUnwritten) yield { offset: from, length: end - from, source: { kind: "zero" } };
        else yield* stillFree(free, from, blockOffset(context.geometry, block) ?? 0, end - from);
      }
    },
  );
}

/** Runs of the file whose blocks are free; the others are unreadable. */
function* stillFree(free: IntervalSet, offset: number, place: number, length: number): Generator<FileExtent> {
  let at = place;
  const lost = (end: number): FileExtent => ({
    offset: offset + at - place,
    length: end - at,
    source: { kind: "unreadable", reason: "This part of the deleted file was given to something else." },
  });
  for (const { start, end } of free.within(place, place + length)) {
    if (start > at) yield lost(start);
    yield { offset: offset + start - place, length: end - start, source: { kind: "volume", offset: start } };
    at = end;
  }
  if (at < place + length) yield lost(place + length);
}
