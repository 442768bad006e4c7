import type { SpaceReport, Span, VolumeSpace } from "../../api/index.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import type { FreeSpace } from "../../fs/file-system.ts";
import { VhdxError } from "../../shared/error.ts";
import { KIB } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import type { SegmentStore } from "../../volume/segment-store.ts";
import type { VolumePlace } from "../../volume/volumes.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";
import type { LayerOf, OpenSystem, OpenSystems } from "./open-systems.ts";
import { readingOf } from "./volume-list.ts";

/** What the job says that it does. */
export const MEASURING = "Looking for stored blocks that hold nothing";

/** Bytes at the start and the end of a disk that a partition table and its copy take at most. */
const TABLE = 64 * KIB;

/** Runs of the answer. */
const MOST_RUNS = 65_536;

interface Run {
  readonly start: number;
  readonly end: number;
}

/** Where a run of a volume lies on the disk. */
function* onDisk(store: SegmentStore, offset: number, length: number): Generator<Run> {
  for (const { disk, length: size } of store.within(offset, length))
    if (disk !== null) yield { start: disk, end: disk + size };
}

/** What the volumes of a disk say of its space. Only runs that hold a whole block are kept, so that their number is bounded. */
class DiskSpace {
  readonly #diskSize: number;
  readonly #blockSize: number;
  readonly #free: Run[] = [];
  readonly #used: Run[] = [];

  /** @param diskSize and blockSize of the virtual disk, bytes */
  constructor(diskSize: number, blockSize: number) {
    this.#diskSize = diskSize;
    this.#blockSize = blockSize;
  }

  /** Takes a volume; without known free space all of it counts as used. */
  add({ store }: VolumePlace, free: FreeSpace | null): void {
    const kept: Run[] = [];
    for (const { offset, length } of free?.runs ?? [])
      for (const run of onDisk(store, offset, length)) {
        // The last block of the disk may be shorter than a block.
        if (run.end - run.start >= this.#blockSize || run.end >= this.#diskSize) kept.push(run);
      }
    const known = IntervalSet.of(kept);
    // There may be more runs than a call takes arguments.
    for (const run of known.runs) this.#free.push(run);
    for (const { start, end } of onDisk(store, 0, store.size))
      for (const gap of known.gaps(start, end)) this.#used.push(gap);
  }

  /** Takes a run, bytes of the disk, that no volume uses and that is needed all the same. */
  keep(start: number, end: number): void {
    this.#used.push({ start: Math.max(0, start), end: Math.min(end, this.#diskSize) });
  }

  /** Runs that a volume calls free and none uses: a file system can lie under another one. */
  unused(): readonly Run[] {
    const used = IntervalSet.of(this.#used);
    return IntervalSet.of(this.#free).runs.flatMap(({ start, end }) => [...used.gaps(start, end)]);
  }
}

/** The file system of a volume; null where none can be read. */
function opened(systems: OpenSystems, of: LayerOf, place: VolumePlace): OpenSystem | null {
  if (readingOf(place, systems.readers) === "named") return null;
  try {
    return systems.system(of, place.id, null);
  } catch (thrown) {
    if (thrown instanceof VhdxError && thrown.code === "not-available") return null;
    throw thrown;
  }
}

/** Parts of `[start, end)` of the disk that this file itself stores. */
function* storedIn(disk: VirtualDisk, start: number, end: number): Generator<Span> {
  for (const { offset, length, source, link = 0 } of disk.extents(start, end - start))
    if (source.kind === "file" && link === 0) yield { offset, length };
}

/** How much is stored, and of whole blocks among `runs`, which. */
async function storedBlocks(
  disk: VirtualDisk,
  runs: readonly Run[],
  blockSize: number,
  job: JobContext,
): Promise<Pick<SpaceReport, "stored" | "reclaimable" | "blocks" | "runs">> {
  let stored = 0;
  for (const { offset, length } of storedIn(disk, 0, disk.size)) {
    stored += length;
    job.progress(Math.ceil((offset + length) / blockSize), Math.ceil(disk.size / blockSize), MEASURING);
    await job.checkpoint();
  }
  const found: Span[] = [];
  let reclaimable = 0;
  let blocks = 0;
  /** The first block that is not counted yet. */
  let next = 0;
  for (const { start, end } of runs) {
    const from = Math.ceil(start / blockSize) * blockSize;
    // The last block of the disk may be shorter than a block.
    const to = end >= disk.size ? disk.size : Math.floor(end / blockSize) * blockSize;
    if (from >= to) continue;
    for (const { offset, length } of storedIn(disk, from, to)) {
      reclaimable += length;
      const stop = Math.ceil((offset + length) / blockSize);
      blocks += Math.max(0, stop - Math.max(next, Math.floor(offset / blockSize)));
      next = stop;
      const last = found.at(-1);
      if (last !== undefined && last.offset + last.length === offset)
        found[found.length - 1] = { offset: last.offset, length: last.length + length };
      else if (found.length < MOST_RUNS) found.push({ offset, length });
    }
    await job.checkpoint();
  }
  return { stored, reclaimable, blocks, runs: found };
}

/**
 * @param blockSize of the virtual disk, bytes
 * @param behind titles of the volumes whose logs hold more than can be applied
 */
function wordsOf(
  { stored, reclaimable, isComplete, volumes }: Omit<SpaceReport, "words">,
  blockSize: number,
  behind: readonly string[],
): string {
  const log = `Platter can't apply all that is in the log of ${behind.join(", ")}`;
  if (volumes.length === 0) {
    const why = behind.length > 0 ? log : "no file system has bitmaps that can be read";
    return `${sizeText(stored)} are stored; what of it is in use is not known, as ${why}`;
  }
  const most = isComplete ? "" : "at least ";
  const rest = behind.length > 0 ? `; there may be more, as ${log}` : "";
  return `${most}${sizeText(reclaimable)} of ${sizeText(stored)} could be given back, in whole blocks of ${sizeText(blockSize)}${rest}`;
}

/**
 * Which stored blocks hold nothing that a file system of the disk uses.
 *
 * @throws VhdxError `not-available` where the layer has no virtual disk; `cancelled`.
 */
export async function spaceOf(systems: OpenSystems, of: LayerOf, job: JobContext): Promise<SpaceReport> {
  const { blockSize } = of.layer.structures.geometry ?? {};
  if (blockSize === undefined) throw new VhdxError("not-available", "The disk has no blocks.");
  const disk = of.image.disk(of.layer);
  const space = new DiskSpace(disk.size, blockSize);
  const volumes: VolumeSpace[] = [];
  const behind: string[] = [];
  let isComplete = true;
  const { probe, places } = systems.volumes(of);
  if (probe.table !== null) {
    // An older file system of the whole disk calls them free.
    space.keep(0, TABLE);
    space.keep(disk.size - TABLE, disk.size);
  }
  for (const place of places) {
    // Its parts are volumes of their own.
    if (readingOf(place, systems.readers) === "parts") continue;
    const system = opened(systems, of, place);
    // The whole disk is what its partitions are.
    if (system === null && place.kind === "disk" && place.content === null) continue;
    const isCurrent = system?.fs.facts.isCurrent ?? true;
    // Each volume is read on its own: the readers share the memory that is kept.
    const free =
      // oxlint-disable-next-line no-await-in-loop
      system !== null && isCurrent ? await runStepsInJob(system.fs.free(), job, MEASURING) : null;
    space.add(place, free);
    // What the guest wrote last may lie where the bitmaps say free.
    if (!isCurrent) behind.push(place.title);
    // A reserved partition holds nothing that a file system could tell of.
    isComplete &&= system === null ? place.partition?.reserved === true : free?.isComplete === true;
    if (system === null || free === null) continue;
    const { size } = system.fs.facts;
    const used = Math.max(0, size - free.runs.reduce((sum, { length }) => sum + length, 0));
    volumes.push({
      volume: place.id,
      title: place.title,
      size,
      used: free.isComplete ? used : null,
    });
  }
  const report = {
    ...(await storedBlocks(disk, space.unused(), blockSize, job)),
    isComplete: isComplete && volumes.length > 0,
    volumes,
  };
  return { ...report, words: wordsOf(report, blockSize, behind) };
}
