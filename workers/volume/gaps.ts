import { MIB, roundUp } from "../shared/numbers.ts";
import type { Content } from "./content.ts";
import type { Disk } from "./disk.ts";
import { Part } from "./part.ts";
import { recogniseStart } from "./recognise.ts";
import type { PartitionTable } from "./tables/partition.ts";

/** Bytes. Partitions begin at whole MiB; older ones at sector 63. */
const ALIGNMENT = MIB;
const OLD_START = 63 * 512;
/** MiB of the Microsoft reserved partition, as Windows makes it since Windows 10, and as it made it on a large disk before. */
const RESERVED = [16, 128] as const;
/** MiB at which the first partition with files begins: 1 without a reserved one, 16 and 17 behind one of 16 MiB, 129 behind one of 128. */
const FIRST_STARTS = [1, 16, 17, 129] as const;
/** Starts that are looked at, at most: between partitions, and on a disk without a table. */
const MOST_LOOKS = { gaps: 24, tableless: 7 };

/** A file system that no partition names. */
export interface Found {
  readonly offset: number;
  readonly length: number;
  readonly content: Content;
}

/** Runs of the disk that are in no partition. */
function* gapsOf(
  disk: Disk,
  { partitions, sectorSize }: PartitionTable,
): Generator<{ start: number; end: number }> {
  let at = sectorSize;
  for (const { offset, size } of partitions.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > at) yield { start: at, end: Math.min(offset, disk.size) };
    at = Math.max(at, offset + size);
  }
  if (at < disk.size) yield { start: at, end: disk.size };
}

/** Looks at places of a disk, as many as may be looked at. */
class Looks {
  readonly #disk: Disk;
  readonly found: Found[] = [];
  #left: number;

  constructor(disk: Disk, most: number) {
    this.#disk = disk;
    this.#left = most;
  }

  get isOver(): boolean {
    return this.#left === 0;
  }

  /** @param end of the run in which a file system may lie @returns the end of what begins at a place; null where nothing does */
  at(at: number, end: number): number | null {
    if (at + ALIGNMENT > end || this.isOver) return null;
    this.#left -= 1;
    const content = recogniseStart(new Part(this.#disk, at, end - at, "the space behind its start"));
    if (content === null) return null;
    // A size of 0, as a damaged superblock has, says nothing.
    const size = content.size === null || content.size === 0 ? end - at : content.size;
    const length = Math.min(size, this.#disk.size - at);
    this.found.push({ offset: at, length, content });
    return at + length;
  }
}

/**
 * Looks for file systems between the partitions, as deleted partitions leave them: where a partition usually begins in each gap, and
 * behind each file system that was found. The number of reads is bounded, so one in the middle of a large gap is not found.
 */
export function lookIntoGaps(disk: Disk, table: PartitionTable): readonly Found[] {
  const looks = new Looks(disk, MOST_LOOKS.gaps);
  for (const { start, end } of gapsOf(disk, table)) {
    const waiting = [...(start <= OLD_START ? [OLD_START] : []), roundUp(start, ALIGNMENT)];
    for (let at = waiting.shift(); at !== undefined && !looks.isOver; at = waiting.shift()) {
      const behind = looks.at(at, end);
      if (behind !== null) waiting.push(roundUp(behind, ALIGNMENT));
    }
  }
  return looks.found;
}

/**
 * Looks for file systems on a disk that has lost its table: where the first partition usually begins, and behind each file system that was
 * found, with room for a reserved partition of Windows in between. The number of reads is bounded.
 */
export function lookWithoutTable(disk: Disk): readonly Found[] {
  const looks = new Looks(disk, MOST_LOOKS.tableless);
  const reserved = RESERVED.map((mib) => mib * MIB);
  let starts = [OLD_START, ...FIRST_STARTS.map((mib) => mib * MIB)];
  while (starts.length > 0) {
    let behind: number | null = null;
    for (const at of starts) {
      behind = looks.at(at, disk.size);
      if (behind !== null) break;
    }
    const next = behind === null ? null : roundUp(behind, ALIGNMENT);
    starts = next === null ? [] : [next, ...reserved.map((size) => next + size)];
  }
  return looks.found;
}
