import type { Content } from "./content.ts";
import type { Disk } from "./disk.ts";
import { type Found, lookWithoutTable } from "./gaps.ts";
import { Part } from "./part.ts";
import { recogniseCopy, recogniseStart, startOf, type Volume, volumeOf } from "./recognise.ts";
import { readGpt, saysGpt } from "./tables/gpt.ts";
import { readMbr } from "./tables/mbr.ts";
import type { PartitionTable } from "./tables/partition.ts";

/** Partitions that are looked into at most, and those among them whose copies are looked for. */
const MOST_LOOKED_INTO = 32;
const MOST_SEARCHED = 4;

/** What a virtual disk holds, as far as a few reads tell. */
export interface Probe {
  /** Null where the disk has no partitions. */
  readonly table: PartitionTable | null;
  /** The disk's first sector speaks of a GPT, but neither of its copies is sound. */
  readonly gptLost: boolean;
  /** The partitions in the table's order, or the whole disk. Not all of many partitions. */
  readonly volumes: readonly Volume[];
  /** The file system of the whole disk that the partition table was written over; null where there is none. */
  readonly under: Content | null;
  /** Where the disk has no table and its start says nothing: what begins where partitions usually do, once that was looked at. */
  readonly tableless: readonly Found[];
}

function volumesOf(disk: Disk, { partitions }: PartitionTable, copies: boolean): readonly Volume[] {
  let searches = copies ? 0 : MOST_SEARCHED;
  return partitions.slice(0, MOST_LOOKED_INTO).map((partition): Volume => {
    if (partition.reserved) return { partition, content: null, start: null };
    const part = new Part(disk, partition.offset, partition.size);
    const found = volumeOf(part, partition, false);
    if (found.content !== null || searches === MOST_SEARCHED) return found;
    searches += 1;
    return volumeOf(part, partition, true);
  });
}

/** The disk's partition table. @param taken whether a file system begins where the table would */
function tableOf(whole: Part, sectorSize: number, taken: boolean, copies: boolean): PartitionTable | null {
  const gpt = readGpt(whole, sectorSize, copies);
  // Who makes a file system of the whole disk leaves the backup of an older table at its end.
  const isStale = taken && gpt?.copies?.first !== "sound" && !saysGpt(whole, sectorSize);
  return gpt === null || isStale ? readMbr(whole, sectorSize) : gpt;
}

/**
 * Looks at a virtual disk: partition tables and their copies, and the start of each partition. Where a start says nothing, at the
 * usual places of copies too. The number of reads is bounded, and so are the bytes of each.
 *
 * @param copies whether copies are looked for where a start says nothing; they are far apart, up to the end of the disk
 * @throws whatever reading throws that says nothing of the disk's state, as where the file changed.
 */
export function probeDisk(disk: Disk, copies = true): Probe {
  const whole = new Part(disk, 0, disk.size);
  const { logicalSectorSize } = disk;
  const own = recogniseStart(whole);
  // A boot sector of a file system looks much like one of a table.
  const isWhole = own !== null && own.start === "boot sector";
  const table = isWhole ? null : tableOf(whole, logicalSectorSize, own !== null, copies);
  const gptLost = copies && table === null && !isWhole && saysGpt(whole, logicalSectorSize);
  if (table === null) {
    const content = own ?? (copies ? recogniseCopy(whole) : null);
    const start = content === null ? startOf(whole) : null;
    return { table, gptLost, volumes: [{ partition: null, content, start }], under: null, tableless: [] };
  }
  const volumes = volumesOf(disk, table, copies);
  // Where a partition holds something, what stands around it is most likely from before.
  const isInUse = volumes.some(({ content }) => content !== null);
  const under = isInUse ? null : (own ?? (copies ? recogniseCopy(whole) : null));
  return { table, gptLost, volumes, under, tableless: [] };
}

/** What a look showed, and where that is neither a table nor a content, what begins where partitions usually do. In a few more reads. */
export function searchedProbe(disk: Disk, probe: Probe): Probe {
  const isKnown = probe.table !== null || probe.volumes.some(({ content }) => content !== null);
  // Of a start that can't be read, as where a parent is missing, nothing says that it holds no table.
  const isUnreadable = probe.volumes.some(({ start }) => start === "unreadable");
  return isKnown || isUnreadable ? probe : { ...probe, tableless: lookWithoutTable(disk) };
}
