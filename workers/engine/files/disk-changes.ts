import { IntervalSet } from "../../bytes/intervals.ts";
import { isUnreadable } from "../../store/tolerant-read.ts";
import type { Extent } from "../../vhdx/disk/disk-extent.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import type { LayerFile } from "../exports/pieces/layer-file.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { differingSectors } from "../views/compare/compare-ancestor.ts";
import { CHUNK, pipelined } from "../jobs/pipelined.ts";

/** Runs that are kept. From then on all up to the end counts as changed. */
const MOST_RUNS = 1_000_000;
/** Bytes that are compared as one. */
export const SECTOR = 512;

/** A disk, and the files that its extents of kind `file` point into. */
export interface DiskOf {
  readonly disk: VirtualDisk;
  readonly files: readonly LayerFile[];
}

/** What two disks have at one place. */
interface Both {
  readonly start: number;
  readonly end: number;
  readonly kind: "same" | "read" | "changed";
}

function isSameRun(
  a: Extent,
  b: Extent,
  filesA: DiskOf["files"],
  filesB: DiskOf["files"],
  at: number,
  end: number,
): boolean {
  if (a.source.kind === "zero" && b.source.kind === "zero") return true;
  if (a.source.kind !== "file" || b.source.kind !== "file") return false;
  const [fileA, fileB] = [filesA[a.link ?? 0], filesB[b.link ?? 0]];
  if (fileA === undefined || fileB === undefined || fileA.original !== fileB.original) return false;
  const start = a.source.fileOffset + at - a.offset;
  if (b.source.fileOffset + at - b.offset !== start) return false;
  if (start + end - at > fileA.original.size) return false;
  for (const file of [fileA, fileB]) for (const _ of file.writtenRuns(start, start + end - at)) return false;
  return true;
}

/** Both disks, cut where either has another source, and in pieces of one read. */
function* bothOf(one: DiskOf, other: DiskOf): Generator<Both> {
  const end = Math.min(one.disk.size, other.disk.size);
  const extentsA = one.disk.extents(0, end)[Symbol.iterator]();
  const extentsB = other.disk.extents(0, end)[Symbol.iterator]();
  let a = extentsA.next();
  let b = extentsB.next();
  for (let at = 0; at < end && a.done !== true && b.done !== true;) {
    const endA = a.value.offset + a.value.length;
    const endB = b.value.offset + b.value.length;
    const stop = Math.min(endA, endB);
    if (isSameRun(a.value, b.value, one.files, other.files, at, stop))
      yield { start: at, end: stop, kind: "same" };
    else {
      const isRead = [a.value, b.value].every(
        ({ source }) => source.kind === "file" || source.kind === "zero",
      );
      for (let from = at; from < stop; from += CHUNK)
        yield { start: from, end: Math.min(stop, from + CHUNK), kind: isRead ? "read" : "changed" };
    }
    at = stop;
    if (endA <= at) a = extentsA.next();
    if (endB <= at) b = extentsB.next();
  }
}

/** Both sides of a run; null where one can't be read. */
async function readBoth(one: VirtualDisk, other: VirtualDisk, offset: number, length: number) {
  try {
    return await Promise.all([one.readBulk(offset, length), other.readBulk(offset, length)]);
  } catch (thrown) {
    if (isUnreadable(thrown)) return null;
    throw thrown;
  }
}

/**
 * Runs in which two disks differ. Only what is stored at different places, or was written by a layer, is read: layers of one file, and
 * a child and its parent, have most in common. What can't be read on one side counts as changed.
 *
 * @throws VhdxError `cancelled`; whatever reading throws.
 */
export async function diskChanges(one: DiskOf, other: DiskOf, job: JobContext): Promise<IntervalSet> {
  const changed = new IntervalSet();
  const size = Math.max(one.disk.size, other.disk.size);
  const add = (start: number, end: number) =>
    changed.runs.length < MOST_RUNS ? changed.add(start, end) : changed.add(start, size);
  function* tasks() {
    for (const both of bothOf(one, other)) {
      yield async () => {
        if (both.kind !== "read") return { both, bytes: null };
        return { both, bytes: await readBoth(one.disk, other.disk, both.start, both.end - both.start) };
      };
    }
  }
  for await (const { both, bytes } of pipelined(tasks(), job)) {
    for (const [start, end] of bytes === null ? [] : differingSectors(...bytes, SECTOR))
      add(both.start + start, both.start + end);
    if (both.kind === "read" && bytes === null) add(both.start, both.end);
    if (both.kind === "changed") add(both.start, both.end);
    job.progress(both.end, size, "Comparing the disks");
  }
  const shorter = Math.min(one.disk.size, other.disk.size);
  if (shorter < size) add(shorter, size);
  return changed;
}
