import { crc32c } from "../../bytes/crc32c.ts";
import { decode, type ValuesOf } from "../../bytes/struct.ts";
import { isPowerOfTwo, safeNumber } from "../../shared/numbers.ts";
import { type Content, labelOf, type Mark, startLost, type System, tooLong } from "../content.ts";
import type { Part } from "../part.ts";
import {
  BTRFS_SUPERBLOCKS,
  btrfsSuperblock,
  luksHeader,
  lvmLabel,
  SWAP_HEADER,
  swapHeader,
  xfsSuperblock,
  RAID_MAGIC,
  RAID_SUPERBLOCKS,
  raidSuperblock,
  xfsGroup,
} from "../structs/linux-heads.ts";
import { EXT } from "./ext.ts";

const NEEDS_REPAIR = 0x10;

function xfsAt(part: Part, offset: number): ValuesOf<typeof xfsSuperblock> | null {
  const bytes = part.bytes(offset, xfsSuperblock.size);
  if (bytes === null) return null;
  const values = decode(xfsSuperblock, bytes);
  const { magic, blockSize, groups, version } = values;
  const fits =
    magic === "XFSB" && isPowerOfTwo(blockSize) && blockSize >= 512 && groups > 0 && (version & 15) >= 4;
  return fits ? values : null;
}

function xfsContent(values: ValuesOf<typeof xfsSuperblock>, part: Part, more: readonly Mark[]): Content {
  const blocks = safeNumber(values.blocks);
  const size = blocks === null ? null : blocks * values.blockSize;
  const errors = (values.version & 15) >= 5 && (values.incompatible & NEEDS_REPAIR) !== 0;
  const marks: readonly Mark[] = errors ? [{ kind: "errors", words: "marked as having errors" }] : [];
  return {
    name: "XFS",
    sort: "file system",
    label: labelOf(values.label),
    size,
    marks: [...more, ...marks, ...tooLong(size, part)],
    start: "superblock",
  };
}

/** Whether the part begins with another group than the first: its superblock is a copy, and the file system begins before. */
function isLaterGroup(part: Part, { sectorSize }: ValuesOf<typeof xfsSuperblock>): boolean {
  const bytes = part.bytes(sectorSize, xfsGroup.size);
  if (bytes === null) return false;
  const { magic, group } = decode(xfsGroup, bytes);
  return magic === "XAGF" && group > 0;
}

const XFS_BLOCK = 4096;
const XFS_GROUPS = 4;

/** XFS. Each allocation group begins with a copy of the superblock; `mkfs.xfs` makes four of them. */
const XFS: System = {
  at: (part) => {
    const values = xfsAt(part, 0);
    return values === null || isLaterGroup(part, values) ? null : xfsContent(values, part, []);
  },
  lost: (part) => {
    const group = Math.ceil(Math.floor(part.size / XFS_BLOCK) / XFS_GROUPS) * XFS_BLOCK;
    const copy = xfsAt(part, group);
    if (copy === null || copy.groupBlocks * copy.blockSize !== group) return null;
    return xfsContent(copy, part, [startLost("backup superblocks are")]);
  },
};

function btrfsAt(part: Part, offset: number): ValuesOf<typeof btrfsSuperblock> | null {
  const bytes = part.bytes(offset, btrfsSuperblock.size);
  if (bytes === null) return null;
  const values = decode(btrfsSuperblock, bytes);
  if (values.magic !== "_BHRfS_M" || values.place !== BigInt(offset)) return null;
  return values.checksumType !== 0 || crc32c(values.hashed) === values.checksum ? values : null;
}

function btrfsContent(values: ValuesOf<typeof btrfsSuperblock>, part: Part, more: readonly Mark[]): Content {
  const size = safeNumber(values.deviceSize);
  const devices: readonly Mark[] =
    values.devices > 1n ? [{ kind: "not-clean", words: `one of ${values.devices} devices` }] : [];
  const log: readonly Mark[] =
    values.log === 0n ? [] : [{ kind: "not-clean", words: "not unmounted: its log must be replayed" }];
  return {
    name: "btrfs",
    sort: "file system",
    label: labelOf(values.label.split("\0")[0] ?? ""),
    size,
    marks: [...more, ...devices, ...log, ...tooLong(size, part)],
    start: "superblock",
  };
}

/** btrfs, with copies of its superblock at fixed places. */
const BTRFS: System = {
  at: (part) => {
    const values = btrfsAt(part, BTRFS_SUPERBLOCKS[0]);
    return values === null ? null : btrfsContent(values, part, []);
  },
  lost: (part) => {
    for (const place of BTRFS_SUPERBLOCKS.slice(1)) {
      const copy = btrfsAt(part, place);
      if (copy !== null) return btrfsContent(copy, part, [startLost("backup superblocks are")]);
    }
    return null;
  },
};

const LVM_SECTOR = 512;
const LVM_SECTORS = 4;

/** A physical volume of LVM2. */
const LVM: System = {
  at: (part) => {
    for (let sector = 0; sector < LVM_SECTORS; sector++) {
      const bytes = part.bytes(sector * LVM_SECTOR, lvmLabel.size);
      if (bytes === null) continue;
      const { id, type, sector: own, deviceSize } = decode(lvmLabel, bytes);
      if (id !== "LABELONE" || type !== "LVM2 001" || own !== BigInt(sector)) continue;
      const size = safeNumber(deviceSize);
      const marks = tooLong(size, part);
      return { name: "LVM2", sort: "physical volume", label: null, size, marks, start: "label" };
    }
    return null;
  },
};

const LUKS_MAGIC = "LUKS\xba\xbe";
const LUKS_COPY_MAGIC = "SKUL\xba\xbe";
/** Where LUKS 2 has its second header, bytes: 16 KiB by default. Places further behind are not looked at. */
const LUKS_COPIES = [16, 32, 64].map((size) => size * 1024);

function luksAt(part: Part, offset: number, magic: string): ValuesOf<typeof luksHeader> | null {
  const bytes = part.bytes(offset, luksHeader.size);
  if (bytes === null) return null;
  const values = decode(luksHeader, bytes);
  return values.magic === magic && (values.version === 1 || values.version === 2) ? values : null;
}

const luksContent = ({ version, label }: ValuesOf<typeof luksHeader>, marks: readonly Mark[]): Content => ({
  name: `LUKS ${version}`,
  sort: "encrypted volume",
  label: version === 2 ? labelOf(label.split("\0")[0] ?? "") : null,
  size: null,
  marks,
  start: "header",
});

/** LUKS, whose contents can't be read without its key. */
const LUKS: System = {
  at: (part) => {
    const values = luksAt(part, 0, LUKS_MAGIC);
    return values === null ? null : luksContent(values, []);
  },
  lost: (part) => {
    for (const place of LUKS_COPIES) {
      const copy = luksAt(part, place, LUKS_COPY_MAGIC);
      if (copy?.place === BigInt(place)) return luksContent(copy, [startLost("second header is")]);
    }
    return null;
  },
};

/** Sizes of a page in bytes, which the signature ends. */
const PAGES = [4096, 8192, 16_384, 65_536] as const;
const SWAP_SIGNATURE = new TextEncoder().encode("SWAPSPACE2");

/** Linux swap space. */
const SWAP: System = {
  at: (part) => {
    for (const page of PAGES) {
      const bytes = part.bytes(page - SWAP_SIGNATURE.length, SWAP_SIGNATURE.length);
      if (bytes === null || !bytes.every((byte, at) => byte === SWAP_SIGNATURE[at])) continue;
      const head = part.bytes(SWAP_HEADER, swapHeader.size);
      if (head === null) continue;
      const { lastPage, label } = decode(swapHeader, head);
      const size = (lastPage + 1) * page;
      const marks = tooLong(size, part);
      return { name: "Linux swap", sort: "swap space", label: labelOf(label), size, marks, start: "header" };
    }
    return null;
  },
};

/** A member of a Linux RAID, of which the data of one disk alone is rarely of use. */
const RAID: System = {
  at: (part) => {
    for (const place of RAID_SUPERBLOCKS) {
      const bytes = part.bytes(place, raidSuperblock.size);
      if (bytes === null) continue;
      const { magic, version, label, place: own } = decode(raidSuperblock, bytes);
      if (magic !== RAID_MAGIC || version !== 1 || own !== BigInt(place / 512)) continue;
      const name = labelOf(label.split("\0")[0] ?? "");
      return { name: "Linux RAID", sort: "member", label: name, size: null, marks: [], start: "superblock" };
    }
    return null;
  },
};

/** What Linux makes. The encrypted ones first: what lies below them is of no meaning. */
export const LINUX: readonly System[] = [LUKS, RAID, XFS, EXT, BTRFS, LVM, SWAP];
