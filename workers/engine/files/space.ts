import type { SpaceReport, Span } from "../../api/index.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import { sizeText } from "../../shared/text.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { lengthOn } from "../../volume/segment-store.ts";
import { type Gate, type JobContext, runStepsInJob } from "../jobs/jobs.ts";
import type { OpenSystem } from "./open-systems.ts";

/** Runs of the answer. */
const MOST_RUNS = 65_536;

/** Bytes of a run of the disk that this file itself stores. */
async function storedIn(disk: VirtualDisk, start: number, end: number, gate: Gate): Promise<number> {
  let bytes = 0;
  const there = lengthOn(disk, start, end - start);
  if (there === 0) return 0;
  for (const { length, source, link = 0 } of disk.extents(start, there)) {
    if (source.kind === "file" && link === 0) bytes += length;
    await gate.checkpoint();
  }
  return bytes;
}

/**
 * Which stored blocks hold nothing that the file system uses.
 *
 * @param blockSize of the virtual disk, bytes
 * @throws VhdxError `cancelled`.
 */
export async function spaceOf(
  { fs, disk, place }: OpenSystem,
  blockSize: number,
  job: JobContext,
): Promise<SpaceReport> {
  const label = "Looking for stored blocks that hold nothing";
  const free = await runStepsInJob(fs.free(), job, label);
  let stored = 0;
  for (const { disk: at, length } of place.store.within(0, place.store.size))
    if (at !== null) stored += await storedIn(disk, at, at + length, job);
  if (free === null) {
    const words = `${sizeText(stored)} are stored; what of it is in use is not known, as the bitmaps can't be read`;
    return { stored, reclaimable: 0, used: null, words, runs: [] };
  }
  const onDisk: { start: number; end: number }[] = [];
  let freeBytes = 0;
  for (const { offset, length } of free) {
    freeBytes += length;
    for (const { disk: at, length: size } of place.store.within(offset, length))
      if (at !== null) onDisk.push({ start: at, end: at + size });
  }
  const runs: Span[] = [];
  let reclaimable = 0;
  for (const { start, end } of IntervalSet.of(onDisk).runs) {
    const from = Math.ceil(start / blockSize) * blockSize;
    // The last block of the disk may be shorter than a block.
    const to = end >= disk.size ? disk.size : Math.floor(end / blockSize) * blockSize;
    if (from >= to) continue;
    for (const { offset, length, source, link = 0 } of disk.extents(from, to - from)) {
      if (source.kind !== "file" || link !== 0) continue;
      reclaimable += length;
      const last = runs.at(-1);
      if (last !== undefined && last.offset + last.length === offset)
        runs[runs.length - 1] = { offset: last.offset, length: last.length + length };
      else if (runs.length < MOST_RUNS) runs.push({ offset, length });
    }
    await job.checkpoint();
  }
  return {
    stored,
    reclaimable,
    used: Math.max(0, fs.facts.size - freeBytes),
    words: `${sizeText(reclaimable)} of ${sizeText(stored)} could be given back`,
    runs,
  };
}
