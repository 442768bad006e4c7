import type { ReadableStore } from "../store/store.ts";
import type { Content, System } from "./content.ts";
import { Part } from "./part.ts";
import { LINUX } from "./systems/linux.ts";
import { WINDOWS } from "./systems/windows.ts";
import { readGpt, saysGpt } from "./tables/gpt.ts";
import { readMbr } from "./tables/mbr.ts";
import type { Partition, PartitionTable } from "./tables/partition.ts";

/** The encrypted ones first: what they leave of an older file system is of no meaning. */
const SYSTEMS: readonly System[] = [...WINDOWS, ...LINUX];

/** Partitions that are looked into at most, and those among them whose copies are looked for. */
const MOST_LOOKED_INTO = 32;
const MOST_SEARCHED = 4;

/** What the start of a part holds where it is nothing that is known. */
type Start = "zeros" | "data" | "unreadable";

/** A part of the disk, and what it holds. */
export interface Volume {
  /** Null for the whole disk. */
  readonly partition: Partition | null;
  readonly content: Content | null;
  /** Null where the content is known. */
  readonly start: Start | null;
}

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
}

/** A virtual disk. */
export interface Disk extends ReadableStore {
  readonly logicalSectorSize: number;
}

function firstOf(find: (system: System) => Content | null | undefined): Content | null {
  for (const system of SYSTEMS) {
    const found = find(system);
    if (found != null) return found;
  }
  return null;
}

const atStart = (part: Part) => firstOf((system) => system.at(part));
const byCopy = (part: Part) => firstOf((system) => system.lost?.(part));

/** What stands at the start of a part; null where nothing is recognised. */
export const recogniseStart = (part: Part): Content | null => atStart(part);

/** Bytes at the start of a part that tell zeros from data. */
const LOOKED_AT = 4096;

function startOf(part: Part): Start {
  const bytes = part.bytes(0, Math.min(LOOKED_AT, part.size));
  if (bytes === null) return "unreadable";
  return bytes.every((byte) => byte === 0) ? "zeros" : "data";
}

/** A part, and what it holds. @param search whether copies are looked for where its start says nothing */
export function volumeOf(part: Part, partition: Partition | null, search: boolean): Volume {
  const content = atStart(part) ?? (search ? byCopy(part) : null);
  return { partition, content, start: content === null ? startOf(part) : null };
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
  const own = atStart(whole);
  // A boot sector of a file system looks much like one of a table.
  const isWhole = own !== null && own.start === "boot sector";
  const table = isWhole ? null : tableOf(whole, logicalSectorSize, own !== null, copies);
  const gptLost = copies && table === null && !isWhole && saysGpt(whole, logicalSectorSize);
  if (table === null) {
    const content = own ?? (copies ? byCopy(whole) : null);
    const start = content === null ? startOf(whole) : null;
    return { table, gptLost, volumes: [{ partition: null, content, start }], under: null };
  }
  const volumes = volumesOf(disk, table, copies);
  // Where a partition holds something, what stands around it is most likely from before.
  const isInUse = volumes.some(({ content }) => content !== null);
  return { table, gptLost, volumes, under: isInUse ? null : (own ?? (copies ? byCopy(whole) : null)) };
}
