import { fault, type PlantedFault } from "./fault.ts";

/** The invariants of the fuzzer, on sound file systems of real tools. */
const INVARIANTS = ["scripts/fuzz/visits/file-invariants.test.ts"];
/** Small images, with what a mount of each showed. */
const FAT = ["workers/fs/fat/fat.test.ts"];
const EXFAT = ["workers/fs/fat/exfat/exfat.test.ts"];
const NTFS = ["workers/fs/ntfs/ntfs.test.ts"];
/** Runs that were made by hand: ntfs-3g fills what it did not initialize. */
const NTFS_RUNS = ["workers/fs/ntfs/runs.test.ts"];
const XFS = ["workers/fs/xfs/xfs.test.ts"];
const VOLUME = [
  "workers/volume/tables/mbr.test.ts",
  "workers/volume/probe.test.ts",
  "workers/volume/searched-probe.test.ts",
];
const LVM = ["workers/volume/lvm/placed.test.ts", "workers/volume/lvm/logical-volumes.test.ts"];

/** Mistakes of the readers of partition tables and file systems, at least one of each. More of ext are in `planted.ts`. */
export const READER_FAULTS: readonly PlantedFault[] = [
  fault(
    "reader of FAT12: entries at odd clusters not shifted",
    "fs/fat/cluster-table.ts",
    "return cluster % 2 === 0 ? pair & 0xfff : pair >>> 4;",
    "return pair & 0xfff;",
    FAT,
  ),
  fault(
    "reader of FAT16: each entry taken for the next one",
    "fs/fat/cluster-table.ts",
    "return this.#reader.u16(start + cluster * 2);",
    "return this.#reader.u16(start + cluster * 2 + 2);",
    FAT,
  ),
  fault(
    "reader of FAT32: each entry taken for the next one",
    "fs/fat/cluster-table.ts",
    "const value = this.#reader.u32(start + cluster * 4);",
    "const value = this.#reader.u32(start + cluster * 4 + 4);",
    FAT,
  ),
  fault(
    "reader of FAT: short names in place of long ones",
    "fs/fat/folder.ts",
    "name: fits && long !== null ? longText(long) : shown,",
    "name: shown,",
    FAT,
  ),
  fault(
    "reader of exFAT: the table asked where a file is contiguous",
    "fs/fat/exfat/entry-set.ts",
    "isContiguous: (stream.flags & CONTIGUOUS) !== 0,",
    "isContiguous: false,",
    EXFAT,
  ),
  fault(
    "reader of exFAT: stored bytes behind what was written",
    "fs/fat/exfat/entry-set.ts",
    "valid: Math.min(valid ?? size, size),",
    "valid: size,",
    EXFAT,
  ),
  fault(
    "reader of exFAT: used clusters called free",
    "fs/fat/exfat/bitmap.ts",
    "if (((byte >>> bit) & 1) === 0)",
    "if (((byte >>> bit) & 1) === 1)",
    INVARIANTS,
  ),
  fault(
    "reader of NTFS: distances of runs taken for places",
    "fs/ntfs/runs.ts",
    "      lcn += distance;",
    "      lcn = distance;",
    NTFS,
  ),
  fault(
    "reader of NTFS: last words of sectors as they are stored",
    "fs/ntfs/fixup.ts",
    "    view.setUint16(last, view.getUint16(usaOffset + 2 + sector * 2, true), true);\n",
    "",
    NTFS,
  ),
  fault(
    "reader of NTFS: stored bytes behind the initialized size",
    "fs/ntfs/run-content.ts",
    "const written = Math.min(end, this.#value.initialized);",
    "const written = end;",
    NTFS_RUNS,
  ),
  fault(
    "reader of NTFS: packed chunks taken for stored ones",
    "fs/ntfs/lznt1.ts",
    "if ((header & COMPRESSED) !== 0) written",
    "if ((header & COMPRESSED) === 0) written",
    NTFS,
  ),
  fault(
    "reader of NTFS: a stream with the size of the content",
    "fs/ntfs/stat.ts",
    "size: sizeOf(firstPart(attributes, TYPE.data, name)) }",
    'size: sizeOf(firstPart(attributes, TYPE.data, "")) }',
    INVARIANTS,
  ),
  fault(
    "reader of XFS: stored bytes of unwritten extents",
    "fs/xfs/block-map.ts",
    "isUnwritten: h0 >>> 31 === 1,",
    "isUnwritten: false,",
    XFS,
  ),
  fault(
    "reader of XFS: low bits of a place left out",
    "fs/xfs/block-map.ts",
    "block: (h1 & 0x1ff) * 2 ** 43 + l0 * 2 ** 11 + (l1 >>> 21),",
    "block: (h1 & 0x1ff) * 2 ** 43 + l0 * 2 ** 11,",
    XFS,
  ),
  fault(
    "reader of XFS: times of BIGTIME counted from 1970",
    "fs/xfs/inode.ts",
    "if (isBig) return raw - SHIFT * BILLION;",
    "if (isBig) return raw;",
    XFS,
  ),
  fault(
    "reader of ext: a read that begins at the start of its block",
    "fs/ext/content.ts",
    "const start = Math.max(offset, run.logical * blockSize);",
    "const start = run.logical * blockSize;",
    INVARIANTS,
  ),
  fault(
    "reader of all: the first extent read in bulk for all of them",
    "fs/common/extent-content.ts",
    'if (extent.length === length && extent.source.kind === "volume")',
    'if (extent.source.kind === "volume")',
    INVARIANTS,
  ),
  fault(
    "reader of MBR: logical partitions counted from the one before",
    "volume/tables/mbr.ts",
    "sector = extended.start + next.start;",
    "sector = sector + next.start;",
    VOLUME,
  ),
  fault(
    "reader of MBR: a logical partition counted from the extended one",
    "volume/tables/mbr.ts",
    "yield partition(FIRST_LOGICAL + nth, own, sector, sectorSize);",
    "yield partition(FIRST_LOGICAL + nth, own, extended.start, sectorSize);",
    VOLUME,
  ),
  fault(
    "reader of GPT: a partition without its last sector",
    "volume/tables/gpt.ts",
    "safeNumber((last + 1n) * BigInt(sectorSize))",
    "safeNumber(last * BigInt(sectorSize))",
    VOLUME,
  ),
  fault(
    "reader of GPT: the copy not used",
    "volume/tables/gpt.ts",
    "const used = first.header === null ? backup : first;",
    "const used = first;",
    VOLUME,
  ),
  fault(
    "reader of LVM: extents counted from the start of the physical volume",
    "volume/lvm/logical-volumes.ts",
    "place + first * LVM_SECTOR",
    "place",
    LVM,
  ),
  fault(
    "reader of LVM: every segment at the first extent",
    "volume/lvm/logical-volumes.ts",
    "const disk = base + start * group.extent;",
    "const disk = base;",
    LVM,
  ),
];
