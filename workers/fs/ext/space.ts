import { IntervalSet } from "../../bytes/intervals.ts";
import type { Steps } from "../../bytes/steps.ts";
import type { FreeSpace, VolumeRun } from "../file-system.ts";
import { rawCrc32c } from "./checksums.ts";
import { groupBlocks, groupHead, groupStart, holdsSuperblock } from "./geometry.ts";
import type { Group } from "./groups.ts";
import type { ExtVolume } from "./volume.ts";

/** Runs that are kept at most; beyond, the shortest are left out. */
const MOST_RUNS = 500_000;
/** Groups between two steps. */
const STEP = 64;
const WIDE_DESCRIPTOR = 64;

/** Blocks at the start of a group that hold the superblock, the descriptors, and room for more of them. */
function headBlocks(volume: ExtVolume, group: number): number {
  const { geometry, superblock } = volume;
  const { descriptorsPerBlock, firstMetaGroup, groups } = geometry;
  const hasSuperblock = holdsSuperblock(geometry, group);
  const metaGroup = Math.floor(group / descriptorsPerBlock);
  if (metaGroup < firstMetaGroup) {
    if (!hasSuperblock) return 0;
    const all = Math.ceil(groups / descriptorsPerBlock);
    return 1 + Math.min(all, firstMetaGroup) + superblock.reservedDescriptors;
  }
  const within = group % descriptorsPerBlock;
  const hasDescriptors = within === 0 || within === 1 || within === descriptorsPerBlock - 1;
  return (hasSuperblock ? 1 : 0) + (hasDescriptors ? 1 : 0);
}

/** Groups that begin in the part of the volume that is there. */
export function groupsHere({ geometry, blocksHere }: ExtVolume): number {
  return Math.max(
    0,
    Math.min(geometry.groups, Math.ceil((blocksHere - geometry.firstBlock) / geometry.blocksPerGroup)),
  );
}

interface Blocks {
  readonly start: number;
  readonly end: number;
}

/** Blocks of the structures of all groups. A group's bitmaps and tables may lie in another one. */
export function* structureBlocks(volume: ExtVolume): Steps<IntervalSet> {
  const { geometry } = volume;
  const found: Blocks[] = [];
  const add = (start: number, count: number) => {
    const last = found.at(-1);
    if (last !== undefined && last.end === start)
      found[found.length - 1] = { start: last.start, end: start + count };
    else if (count > 0) found.push({ start, end: start + count });
  };
  const groups = groupsHere(volume);
  // Blocks of 1 KiB leave the first one to a boot loader.
  if (geometry.firstBlock === 1) add(0, 1);
  for (let number = 0; number < groups && found.length < 4 * MOST_RUNS; number++) {
    const start = groupStart(geometry, number);
    const head = groupHead(geometry, number) - start + headBlocks(volume, number);
    add(start, Math.min(head, groupBlocks(geometry, number)));
    const group = volume.groups.group(number);
    if (group !== null) {
      add(group.blockBitmap, 1);
      add(group.inodeBitmap, 1);
      add(group.inodeTable, geometry.inodeTableBlocks);
    }
    if (number % STEP === 0) yield { done: number, total: groups };
  }
  return IntervalSet.of(found);
}

/** The block bitmap of a group; null where it can't be read, or its checksum is wrong. */
function bitmapOf(volume: ExtVolume, group: Group): Uint8Array | null {
  const { geometry, checksums, problems } = volume;
  const bytes = volume.block(group.blockBitmap);
  const place = { run: volume.run(group.blockBitmap) };
  if (bytes === null) {
    const message = `The block bitmap of group ${group.number} can't be read.`;
    problems.add("block-bitmap", "error", message, place);
    return null;
  }
  if (!checksums.isOn) return bytes;
  const covered = bytes.subarray(0, geometry.blocksPerGroup / geometry.clusterBlocks / 8);
  const sum = rawCrc32c(checksums.seed, covered);
  const isWide = geometry.descriptorSize >= WIDE_DESCRIPTOR;
  if ((isWide ? sum : sum & 0xffff) === group.blockBitmapSum) return bytes;
  // A descriptor that was not read from the place in use may have an old checksum.
  if (!group.isSure) {
    const words = `The block bitmap of group ${group.number} can't be checked, as the group's descriptor is damaged: what it calls free may be in use.`;
    problems.add("block-bitmap-unchecked", "warning", words, place);
    return bytes;
  }
  const message = `The block bitmap of group ${group.number} has a wrong checksum: its blocks count as used.`;
  problems.add("block-bitmap-checksum", "warning", message, place);
  return null;
}

/** Free blocks of a group by its bitmap, in order. */
function* freeIn(volume: ExtVolume, group: Group, bitmap: Uint8Array): Generator<Blocks> {
  const { geometry } = volume;
  const first = groupStart(geometry, group.number);
  const count = groupBlocks(geometry, group.number);
  const { clusterBlocks } = geometry;
  const clusters = Math.ceil(count / clusterBlocks);
  let start = -1;
  for (let cluster = 0; cluster < clusters; cluster++) {
    const byte = bitmap[cluster >> 3] ?? 0xff;
    if ((cluster & 7) === 0 && cluster + 8 <= clusters && (byte === 0xff || byte === 0)) {
      // A whole byte at once.
      if (byte === 0xff && start >= 0) {
        yield { start: first + start * clusterBlocks, end: first + cluster * clusterBlocks };
        start = -1;
      } else if (byte === 0 && start < 0) start = cluster;
      cluster += 7;
      continue;
    }
    const isFree = (byte & (1 << (cluster & 7))) === 0;
    if (isFree && start < 0) start = cluster;
    if (!isFree && start >= 0) {
      yield { start: first + start * clusterBlocks, end: first + cluster * clusterBlocks };
      start = -1;
    }
  }
  if (start >= 0) yield { start: first + start * clusterBlocks, end: first + count };
}

/** Collects runs in order, joins neighbours, and keeps a bounded number: beyond, the shortest are left out. */
class RunList {
  #runs: VolumeRun[] = [];
  #shortest = 0;

  add(offset: number, length: number): void {
    const last = this.#runs.at(-1);
    if (last !== undefined && last.offset + last.length === offset)
      this.#runs[this.#runs.length - 1] = { offset: last.offset, length: last.length + length };
    else if (length > 0) this.#runs.push({ offset, length });
    if (this.#runs.length <= MOST_RUNS) return;
    const sorted = this.#runs.map((run) => run.length).sort((a, b) => a - b);
    this.#shortest = (sorted[MOST_RUNS >> 1] ?? 0) + 1;
    this.#runs = this.#runs.filter((run) => run.length >= this.#shortest);
  }

  get runs(): readonly VolumeRun[] {
    return this.#runs;
  }

  /** Bytes of the shortest run that is kept for sure; 0 where all are kept. */
  get shortest(): number {
    return this.#shortest;
  }
}

/** What of the volume is allocated to nothing; null where no bitmap can be read. */
export function* freeSpace(volume: ExtVolume): Steps<FreeSpace | null> {
  const { blockSize, geometry, problems } = volume;
  const groups = groupsHere(volume);
  const structures = yield* structureBlocks(volume);
  const list = new RunList();
  let known = 0;
  for (let number = 0; number < groups; number++) {
    const group = volume.groups.group(number);
    if (group !== null) {
      const runs = freeOf(volume, group, structures);
      if (runs !== null) known += 1;
      for (const { start, end } of runs ?? []) {
        const stop = Math.min(end * blockSize, volume.store.size);
        if (start * blockSize < stop) list.add(start * blockSize, stop - start * blockSize);
      }
    }
    if (number % STEP === 0) yield { done: number, total: groups };
  }
  if (list.shortest > 0)
    problems.add(
      "free-space-coarse",
      "info",
      `Free space is in too many runs: those below ${list.shortest} bytes are left out.`,
    );
  if (known === 0 && geometry.groups > 0) return null;
  return { runs: list.runs, isComplete: known === geometry.groups && list.shortest === 0 };
}

/** The parts of free blocks that hold no structures, in whole clusters. A bitmap that calls a structure free is wrong there. */
function* besideStructures(
  { geometry }: ExtVolume,
  free: Iterable<Blocks>,
  structures: IntervalSet,
): Generator<Blocks> {
  const { clusterBlocks, firstBlock } = geometry;
  for (const { start, end } of free)
    for (const gap of structures.gaps(start, end)) {
      const from = firstBlock + Math.ceil((gap.start - firstBlock) / clusterBlocks) * clusterBlocks;
      const whole = firstBlock + Math.floor((gap.end - firstBlock) / clusterBlocks) * clusterBlocks;
      // The last cluster of the file system may be shorter.
      const to = gap.end === end ? end : whole;
      if (from < to) yield { start: from, end: to };
    }
}

/** Free blocks of a group; null where they are not known. @param structures count as used, whatever the bitmap says */
export function freeOf(volume: ExtVolume, group: Group, structures: IntervalSet): Iterable<Blocks> | null {
  const { geometry } = volume;
  if (group.blocksUnused) {
    const start = groupStart(geometry, group.number);
    const all = [{ start, end: start + groupBlocks(geometry, group.number) }];
    return besideStructures(volume, all, structures);
  }
  const bitmap = bitmapOf(volume, group);
  return bitmap === null ? null : besideStructures(volume, freeIn(volume, group, bitmap), structures);
}
