import type { ContentLimit, FileContent, NodeStat, StoredName } from "../file-system.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { attributesOf, inlineRest } from "./attributes.ts";
import { BlockContent, InlineContent } from "./content.ts";
import type { FreeBlocks } from "./free-blocks.ts";
import { inlinePieces } from "./folders.ts";
import { deviceOf, hasFlag, type Inode, isFree, timesOf } from "./inode.ts";
import { inodeIsChecked, readInode, readInodesAhead, standsAlone } from "./inodes.ts";
import { blockRuns } from "./mapping.ts";
import { storedName } from "./names.ts";
import type { ExtVolume } from "./volume.ts";

/** Bytes of a symlink's target at most: the kernel's own limit is 4,095. */
const LONGEST_TARGET = 4096;

/** The content of a file, of a slow symlink or of a folder. @param free of a deleted one: the blocks that are free still are its own */
export function contentOf(
  volume: ExtVolume,
  inode: Inode,
  free: Pick<FreeBlocks, "within"> | null = null,
): FileContent {
  if (hasFlag(inode, "inlineData")) {
    // The kernel takes no inode for sound whose "system.data" is not there, be it empty.
    const isWhole = inlineRest(inode)?.value != null && inodeIsChecked(volume, inode);
    return new InlineContent(volume, inode, inlinePieces(inode), isWhole);
  }
  return new BlockContent(volume, inode, free);
}

/** The start of the content; null where it is shorter, or can't be read. */
function startOf(volume: ExtVolume, inode: Inode, length: number): Uint8Array | null {
  const content = contentOf(volume, inode);
  const [run] = length <= content.size ? content.extents(0, length) : [];
  // What lies in one run may have been read ahead.
  if (run?.source.kind === "volume" && run.length === length)
    return volume.bytes.read(run.source.offset, length);
  return tryRead(content, 0, length);
}

/** Whether the target of a symlink stands in its inode: it has no blocks but one of extended attributes. */
function isFast(inode: Inode, { blockSize, geometry }: ExtVolume): boolean {
  if (hasFlag(inode, "extents") || hasFlag(inode, "inlineData")) return false;
  const attributes = inode.attributes === 0 ? 0 : blockSize * geometry.clusterBlocks;
  return inode.size < inode.block.length && inode.allocated <= attributes;
}

/** Target of a symlink; null where it can't be read, or is encrypted. */
function targetOf(volume: ExtVolume, inode: Inode): StoredName | null {
  const { size, block, number } = inode;
  if (inode.kind !== "symlink" || hasFlag(inode, "encrypted")) return null;
  if (isFast(inode, volume)) return storedName(block.slice(0, size));
  const target = size <= LONGEST_TARGET ? startOf(volume, inode, size) : null;
  if (target === null)
    volume.problems.add("symlink", "error", `The target of symlink ${number} can't be read.`, {
      node: number,
    });
  return target === null ? null : storedName(target);
}

/** Byte of the volume of a block that a stat reads beside its inode: extended attributes, or the target of a symlink; null without one. */
function besideInode(volume: ExtVolume, number: number): number | null {
  if (standsAlone(volume, number)) return null;
  const inode = readInode(volume, number);
  if (inode === null || isFree(inode)) return null;
  if (inode.attributes !== 0) return inode.attributes * volume.blockSize;
  if (inode.kind !== "symlink" || isFast(inode, volume) || hasFlag(inode, "inlineData")) return null;
  const [run] = blockRuns(volume, inode, 0, 1);
  return run?.physical == null ? null : run.physical * volume.blockSize;
}

/**
 * Reads ahead what the stats of inodes need: their tables, then blocks beside them.
 *
 * @param numbers in any order
 * @param reads at most
 * @returns for how many of them, from the first on
 */
export function readStatsAhead(volume: ExtVolume, numbers: readonly number[], reads: number): number {
  const inodes = readInodesAhead(volume, numbers, reads);
  const beside = numbers.slice(0, inodes.count).map((number) => besideInode(volume, number));
  if (beside.every((place) => place === null)) return inodes.count;
  return volume.bytes.aheadOf(beside, volume.blockSize, Math.max(1, reads - inodes.reads), inodes.pages)
    .count;
}

const ENCRYPTED: ContentLimit = {
  kind: "encrypted",
  words: "It is encrypted with a key that is not on the disk: the kernel opens it once fscrypt has the key.",
};
const COMPRESSED: ContentLimit = {
  kind: "unsupported",
  words: "It is compressed by e2compr, which no kernel of today reads.",
};

const DELETED: ContentLimit = {
  kind: "damaged",
  words: "Deleted: those of its blocks that were given to something else can't be read.",
};

function limitOf(inode: Inode, isDeleted: boolean): ContentLimit | null {
  if (hasFlag(inode, "encrypted")) return ENCRYPTED;
  if (hasFlag(inode, "compressed")) return COMPRESSED;
  return isDeleted ? DELETED : null;
}

const NAMED = [
  ["immutable", "immutable"],
  ["append", "append-only"],
  ["noDump", "no dump"],
  ["encrypted", "encrypted"],
  ["compressed", "compressed"],
  ["verity", "verity"],
  ["journalData", "journaled data"],
  ["caseFolded", "case-insensitive"],
  ["inlineData", "inline data"],
] as const;

/** What the file system keeps about an inode. @param isDeleted whether its blocks may be those of something else by now */
export function statOf(volume: ExtVolume, inode: Inode, isDeleted: boolean): NodeStat {
  const { number, kind, size, allocated, links, mode, user, group } = inode;
  const isDevice = kind === "block-device" || kind === "character-device";
  const read = (holder: number, length: number) => {
    const found = readInode(volume, holder);
    return found === null || !hasFlag(found, "attributeInode") ? null : startOf(volume, found, length);
  };
  return {
    node: number,
    kind,
    size,
    allocated,
    links,
    mode,
    owner: { user, group },
    times: timesOf(inode),
    target: targetOf(volume, inode),
    device: isDevice ? deviceOf(inode) : null,
    streams: [],
    attributes: attributesOf(volume, inode, read),
    flags: [
      ...NAMED.filter(([flag]) => hasFlag(inode, flag)).map(([, name]) => name),
      ...(isDeleted ? ["deleted"] : []),
    ],
    limit: limitOf(inode, isDeleted),
  };
}
