import { decode, type ValuesOf } from "../../bytes/struct.ts";
import type { Part } from "../part.ts";
import { BOOT_SIGNATURE, bootRecord, bootRecordEntry } from "../structs/mbr.ts";
import type { Partition, PartitionTable } from "./partition.ts";

type Entry = ValuesOf<typeof bootRecordEntry>;

/** A type that stands for a GPT. */
export const PROTECTIVE = 0xee;
const EXTENDED: ReadonlySet<number> = new Set([0x05, 0x0f, 0x85]);
/** Logical partitions that are read at most. */
const MOST_LOGICAL = 32;
const FIRST_LOGICAL = 5;

const PURPOSES: ReadonlyMap<number, string> = new Map([
  [0x01, "FAT12"],
  [0x04, "FAT16"],
  [0x06, "FAT16"],
  [0x07, "NTFS or exFAT"],
  [0x0b, "FAT32"],
  [0x0c, "FAT32"],
  [0x0e, "FAT16"],
  [0x27, "Windows recovery"],
  [0x42, "Windows dynamic disk"],
  [0x82, "Linux swap"],
  [0x83, "Linux"],
  [0x8e, "LVM"],
  [0xef, "EFI system"],
  [0xfd, "Linux RAID"],
]);

/** The entries of the boot record in a sector; null where none is there, or an entry can't be one. */
export function entriesAt(disk: Part, sector: number, sectorSize: number): readonly Entry[] | null {
  const bytes = disk.bytes(sector * sectorSize, bootRecord.size);
  if (bytes === null) return null;
  const { signature, entries } = decode(bootRecord, bytes);
  if (signature !== BOOT_SIGNATURE) return null;
  const all = [0, 1, 2, 3].map((nth) => decode(bootRecordEntry, entries, nth * bootRecordEntry.size));
  return all.every(({ status }) => status === 0 || status === 0x80) ? all : null;
}

const isUsed = ({ type, count }: Entry) => type !== 0 && count > 0;

function partition(number: number, entry: Entry, base: number, sectorSize: number): Partition {
  return {
    number,
    purpose: PURPOSES.get(entry.type) ?? `type 0x${entry.type.toString(16).padStart(2, "0")}`,
    reserved: false,
    offset: (base + entry.start) * sectorSize,
    size: entry.count * sectorSize,
  };
}

/** Logical partitions: a chain of boot records inside the extended one, each with a partition and the way to the next. */
function* logical(disk: Part, extended: Entry, sectorSize: number): Generator<Partition> {
  const seen = new Set<number>();
  let sector = extended.start;
  for (let nth = 0; nth < MOST_LOGICAL && !seen.has(sector); nth++) {
    seen.add(sector);
    const [own, next] = entriesAt(disk, sector, sectorSize) ?? [];
    if (own === undefined || next === undefined) return;
    if (isUsed(own)) yield partition(FIRST_LOGICAL + nth, own, sector, sectorSize);
    if (!EXTENDED.has(next.type) || next.start === 0) return;
    sector = extended.start + next.start;
  }
}

/** The partition table in the disk's first sector; null where there is none, or a GPT stands for it. */
export function readMbr(disk: Part, sectorSize: number): PartitionTable | null {
  const entries = entriesAt(disk, 0, sectorSize);
  if (entries === null || entries.some(({ type }) => type === PROTECTIVE)) return null;
  // A boot sector of a file system has text where a table has its entries: it would start in front of itself.
  if (!entries.some(isUsed) || entries.some((each) => isUsed(each) && each.start === 0)) return null;
  const partitions: Partition[] = [];
  for (const [nth, entry] of entries.entries()) {
    if (!isUsed(entry)) continue;
    if (EXTENDED.has(entry.type)) partitions.push(...logical(disk, entry, sectorSize));
    else partitions.push(partition(nth + 1, entry, 0, sectorSize));
  }
  const isCutOff = partitions.some(({ offset, size }) => offset + size > disk.size);
  return { kind: "MBR", partitions, more: false, sectorSize, copies: null, isCutOff };
}
