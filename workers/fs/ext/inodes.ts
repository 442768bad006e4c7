import { rawCrc32c, u32Bytes } from "./checksums.ts";
import { type Inode, inodeFrom, isFree, isSymlink } from "./inode.ts";
import { extInode, extInodeExtra } from "./structs/inode.ts";
import type { ExtVolume } from "./volume.ts";

/** The root folder. */
export const ROOT = 2;

/** What every checksum of an inode's own structures begins with. */
export const inodeSeed = (volume: ExtVolume, { number, generation }: Inode): readonly Uint8Array[] => [
  volume.checksums.seed,
  u32Bytes(number),
  u32Bytes(generation),
];

/** Byte of the volume where an inode is; null where there is no such inode, or its group is lost. */
function inodePlace(volume: ExtVolume, number: number): number | null {
  const { inodes, inodesPerGroup, inodeSize, blockSize } = volume.geometry;
  if (!Number.isSafeInteger(number) || number < 1 || number > inodes) return null;
  const index = (number - 1) % inodesPerGroup;
  const group = volume.groups.group((number - 1 - index) / inodesPerGroup);
  return group === null ? null : group.inodeTable * blockSize + index * inodeSize;
}

/** The bytes that an inode's checksum is of: one buffer for all, as a walk looks at hundreds of thousands of inodes. */
let summed = new Uint8Array(0);

/** Whether the checksum of an inode holds, or the file system has none. */
export function inodeIsChecked(volume: ExtVolume, inode: Inode): boolean {
  if (!volume.checksums.isOn) return true;
  const { raw, extraSize, number, generation } = inode;
  const { seed } = volume.checksums;
  const { offset: lowAt, length: lowLength } = extInode.fields.checksumLow;
  const { offset: highAt, length } = extInodeExtra.fields.checksumHigh;
  const hasHigh = highAt + length <= extInode.size + extraSize;
  const head = seed.length + 8;
  if (summed.length !== head + raw.length) summed = new Uint8Array(head + raw.length);
  const view = new DataView(summed.buffer);
  summed.set(seed);
  view.setUint32(seed.length, number, true);
  view.setUint32(seed.length + 4, generation, true);
  summed.set(raw, head);
  const stored =
    view.getUint16(head + lowAt, true) + (hasHigh ? view.getUint16(head + highAt, true) * 2 ** 16 : 0);
  summed.fill(0, head + lowAt, head + lowAt + lowLength);
  if (hasHigh) summed.fill(0, head + highAt, head + highAt + length);
  const sum = rawCrc32c(summed);
  return stored === (hasHigh ? sum : sum & 0xffff);
}

/** Whether an inode is what was written: not of zeros, and its checksum holds. */
const isWhole = (volume: ExtVolume, inode: Inode): boolean =>
  inode.kind !== "unknown" && inodeIsChecked(volume, inode);

/** An inode that was damaged, as the journal holds it; null where it does not. */
function inodeFromJournal(volume: ExtVolume, number: number, place: number): Inode | null {
  const { inodeSize, blockSize } = volume.geometry;
  const within = place % blockSize;
  const copy = volume.copyInJournal((place - within) / blockSize);
  if (copy === null) return null;
  const raw = copy.bytes.subarray(within, within + inodeSize);
  const inode = inodeFrom(raw, number, copy.offset + within, blockSize);
  return isWhole(volume, inode) ? inode : null;
}

const { mode: modeField, attributesLow, attributesHigh } = extInode.fields;

/**
 * Whether a look at three fields shows that an inode's stat needs no further block: none of extended attributes, no target. Not where the
 * inode can't be read. For reading ahead, as checksums are not looked at.
 */
export function standsAlone(volume: ExtVolume, number: number): boolean {
  const at = inodePlace(volume, number);
  if (at === null) return false;
  const { bytes } = volume;
  const mode = bytes.u16(at + modeField.offset);
  const low = bytes.u32(at + attributesLow.offset);
  return low === 0 && bytes.u16(at + attributesHigh.offset) === 0 && mode !== null && !isSymlink(mode);
}

/** An inode, used or free; null where there is no such inode, or it can't be read. */
export function readInode(volume: ExtVolume, number: number): Inode | null {
  const { inodeSize, blockSize } = volume.geometry;
  const offset = inodePlace(volume, number);
  if (offset === null) return null;
  const place = { run: { offset, length: inodeSize }, node: number };
  const raw = volume.bytes.read(offset, inodeSize);
  const stored = raw === null ? null : inodeFrom(raw, number, offset, blockSize);
  let inode = stored;
  if (stored === null || !isWhole(volume, stored)) {
    const copy = inodeFromJournal(volume, number, offset);
    inode = copy ?? stored;
    if (copy !== null)
      volume.problems.add(
        "inode-from-journal",
        "warning",
        `Inode ${number} is damaged; the journal's copy of it is read.`,
        place,
      );
    else if (stored === null)
      volume.problems.add("inode-unreadable", "error", `Inode ${number} can't be read.`, place);
    else if (stored.kind !== "unknown")
      volume.problems.add("inode-checksum", "warning", `Inode ${number} has a wrong checksum.`, place);
  }
  if (inode?.isTooLarge === true) {
    const message = `Inode ${number} says that it is larger than a file can be.`;
    volume.problems.add("inode-size", "error", message, place);
  }
  return inode;
}

/** An inode in use, or a deleted one that still says where its content was; null where nothing is left, or it can't be read. */
export function readInodeLeft(volume: ExtVolume, number: number): Inode | null {
  const inode = readInode(volume, number);
  if (inode === null || inode.kind === "unknown") return null;
  return isFree(inode) && inode.size === 0 ? null : inode;
}

/** Whether the inode bitmap calls an inode used. One without a name is, if it was deleted while it was open: its blocks are its own. */
export function isAllocated(volume: ExtVolume, number: number): boolean {
  const { inodesPerGroup, blockSize } = volume.geometry;
  const index = (number - 1) % inodesPerGroup;
  const group = volume.groups.group((number - 1 - index) / inodesPerGroup);
  if (group === null || group.inodesUnused) return false;
  const byte = volume.bytes.u8(group.inodeBitmap * blockSize + (index >> 3)) ?? 0;
  return (byte & (1 << (index & 7))) !== 0;
}

/**
 * Reads the parts of the inode tables that hold some inodes, in few reads.
 *
 * @param numbers in any order
 * @param reads at most
 * @returns for how many of them, from the first on, and in how many reads
 */
export function readInodesAhead(volume: ExtVolume, numbers: readonly number[], reads: number) {
  const places = numbers.map((number) => inodePlace(volume, number));
  return volume.bytes.aheadOf(places, volume.geometry.inodeSize, reads);
}
