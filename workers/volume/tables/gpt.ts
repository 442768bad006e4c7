import { crc32 } from "../../bytes/crc32.ts";
import { decode, type ValuesOf } from "../../bytes/struct.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { safeNumber } from "../../shared/numbers.ts";
import { GPT_SIGNATURE, gptHeader } from "../../vhdx/structs/gpt.ts";
import type { Part } from "../part.ts";
import { gptEntry } from "../structs/gpt-entry.ts";
import { entriesAt, PROTECTIVE } from "./mbr.ts";
import type { CopyState, Partition, PartitionTable } from "./partition.ts";

/** Bytes of the array of entries that are read at most; the usual one has 16 KiB. */
const MOST_BYTES = 64 * 1024;
/** Partitions that are listed at most. */
const MOST_PARTITIONS = 128;

/** Types of partitions that hold no file system. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ["e3c9e316-0b5c-4db8-817d-f92df00215ae", "Microsoft reserved"],
  ["21686148-6449-6e6f-744e-656564454649", "BIOS boot"],
  ["5808c8aa-7e8f-42e0-85d2-e1e90434cfb3", "Windows dynamic disk database"],
]);
const PURPOSES: ReadonlyMap<string, string> = new Map([
  ["c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "EFI system"],
  ["ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "basic data"],
  ["de94bba4-06d1-4d40-a16a-bfd50179d6ac", "Windows recovery"],
  ["af9b60a0-1431-4f62-bc68-3311714a69ad", "Windows dynamic disk"],
  ["e75caf8f-f680-4cee-afa3-b001e56efc2d", "Storage Spaces"],
  ["0fc63daf-8483-4772-8e79-3d69d8477de4", "Linux"],
  ["4f68bce3-e8cd-4db1-96e7-fbcaf984b709", "Linux root"],
  ["bc13c2ff-59e6-4262-a352-b275fd6f7172", "Linux boot"],
  ["933ac7e1-2eb4-4f13-b844-0e14e2aef915", "Linux home"],
  ["0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "Linux swap"],
  ["e6d6d379-f507-44c2-a23c-238f2a3df928", "LVM"],
  ["a19d880f-05fc-4d3b-a006-743f0f84911e", "Linux RAID"],
]);

type Header = ValuesOf<typeof gptHeader>;

/** One of the two copies. */
interface Copy {
  readonly state: CopyState;
  /** Null unless the state is `sound`. */
  readonly header: Header | null;
  readonly entries: Uint8Array | null;
}

const without = (state: CopyState): Copy => ({ state, header: null, entries: null });

/** CRC-32 of a header, its own field counted as zero. */
function headerChecksum(bytes: Uint8Array): number {
  const copy = bytes.slice();
  copy.fill(0, gptHeader.fields.headerChecksum.offset, gptHeader.fields.headerChecksum.offset + 4);
  return crc32(copy);
}

function copyAt(disk: Part, sector: number, sectorSize: number): Copy {
  const bytes = disk.bytes(sector * sectorSize, 512);
  if (bytes === null) return without("unreadable");
  const header = decode(gptHeader, bytes);
  if (header.signature !== GPT_SIGNATURE) return without("missing");
  const { headerSize, entryCount, entrySize, entriesSector, ownSector } = header;
  const length = entryCount * entrySize;
  const start = safeNumber(entriesSector * BigInt(sectorSize));
  const fits = headerSize >= gptHeader.size && headerSize <= bytes.length && entrySize >= gptEntry.size;
  if (!fits || start === null || length > MOST_BYTES || ownSector !== BigInt(sector))
    return without("damaged");
  if (headerChecksum(bytes.subarray(0, headerSize)) !== header.headerChecksum) return without("damaged");
  const entries = disk.bytes(start, length);
  if (entries === null) return without("unreadable");
  return crc32(entries) === header.entriesChecksum ? { state: "sound", header, entries } : without("damaged");
}

function partitionsOf({ header, entries }: Copy, sectorSize: number) {
  const partitions: Partition[] = [];
  if (header === null || entries === null) return { partitions, more: false };
  let more = false;
  for (let nth = 0; nth < header.entryCount; nth++) {
    const { type, first, last } = decode(gptEntry, entries, nth * header.entrySize);
    const [offset, end] = [
      safeNumber(first * BigInt(sectorSize)),
      safeNumber((last + 1n) * BigInt(sectorSize)),
    ];
    if (type === NIL_GUID || offset === null || end === null || end <= offset) continue;
    if (partitions.length === MOST_PARTITIONS) {
      more = true;
      break;
    }
    const reserved = RESERVED.get(type);
    const purpose = reserved ?? PURPOSES.get(type) ?? `type ${type}`;
    partitions.push({
      number: nth + 1,
      purpose,
      reserved: reserved !== undefined,
      offset,
      size: end - offset,
    });
  }
  return { partitions, more };
}

function tableAt(disk: Part, sectorSize: number, either: boolean): PartitionTable | null {
  const lastSector = Math.floor(disk.size / sectorSize) - 1;
  const first = copyAt(disk, 1, sectorSize);
  if (first.header === null && !either) return null;
  const named = first.header === null ? null : safeNumber(first.header.otherSector);
  const backupSector = named ?? lastSector;
  const isCutOff = backupSector > lastSector;
  const backup = isCutOff ? without("missing") : copyAt(disk, backupSector, sectorSize);
  const used = first.header === null ? backup : first;
  if (used.header === null) return null;
  const copies = { first: first.state, backup: backup.state };
  return { kind: "GPT", ...partitionsOf(used, sectorSize), sectorSize, copies, isCutOff };
}

/**
 * A GUID partition table, by either of its copies; null where there is none. A table that counts in sectors of another size than
 * the disk has is found too: the disk was converted, and its guest won't see the partitions.
 *
 * @param either whether the backup counts where the first copy is not sound
 */
export function readGpt(disk: Part, sectorSize: number, either: boolean): PartitionTable | null {
  const sizes = [sectorSize, sectorSize === 512 ? 4096 : 512];
  for (const size of sizes) {
    const table = tableAt(disk, size, either);
    if (table !== null) return table;
  }
  return null;
}

/** Whether the disk's first sector says that there is a GPT. */
export const saysGpt = (disk: Part, sectorSize: number): boolean =>
  entriesAt(disk, 0, sectorSize)?.some(({ type }) => type === PROTECTIVE) ?? false;
