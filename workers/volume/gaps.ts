import { MIB, roundUp } from "../shared/numbers.ts";
import type { Content } from "./content.ts";
import { Part } from "./part.ts";
import { type Disk, recogniseStart } from "./probe.ts";
import type { PartitionTable } from "./tables/partition.ts";

/** Bytes. Partitions begin at whole MiB; older ones at sector 63. */
const ALIGNMENT = MIB;
const OLD_START = 63 * 512;
/** Starts that are looked at in all, each with one read. */
const MOST_LOOKS = 24;

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

/**
 * Looks for file systems between the partitions, as deleted partitions leave them: where a partition usually begins in each gap, and
 * behind each file system that was found. The number of reads is bounded, so one in the middle of a large gap is not found.
 */
export function lookIntoGaps(disk: Disk, table: PartitionTable): readonly Found[] {
  const found: Found[] = [];
  let looks = 0;
  for (const { start, end } of gapsOf(disk, table)) {
    const waiting = [...(start <= OLD_START ? [OLD_START] : []), roundUp(start, ALIGNMENT)];
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      if (at + ALIGNMENT > end) continue;
      looks += 1;
      if (looks > MOST_LOOKS) return found;
      const content = recogniseStart(new Part(disk, at, end - at));
      if (content === null) continue;
      const length = Math.min(content.size ?? end - at, disk.size - at);
      found.push({ offset: at, length, content });
      waiting.push(roundUp(at + length, ALIGNMENT));
    }
  }
  return found;
}
