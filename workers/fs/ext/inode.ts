import type { NodeKind, NodeTimes } from "../file-system.ts";
import { INODE_FLAG } from "./features.ts";
import { extInode, extInodeExtra } from "./structs/inode.ts";

const KINDS: Readonly<Record<number, NodeKind>> = {
  1: "fifo",
  2: "character-device",
  4: "directory",
  6: "block-device",
  8: "file",
  10: "symlink",
  12: "socket",
};

/** Bytes of the part that all inodes have, and of the shortest that can have extra fields. */
const SHORT = extInode.size;
const SECTOR = 512;
const NANOSECONDS = 1_000_000_000n;
/** Blocks of the largest file. */
const MOST_BLOCKS = 2 ** 32;

/** An inode as it is stored. */
export interface Inode {
  readonly number: number;
  /** Byte of the volume where it was read. */
  readonly offset: number;
  /** Its bytes, of the size that the file system's inodes have. */
  readonly raw: Uint8Array;
  readonly kind: NodeKind;
  /** Permissions with setuid, setgid and sticky. */
  readonly mode: number;
  readonly user: number;
  readonly group: number;
  /** Bytes of the content. No more than a file can have, whatever is stored. */
  readonly size: number;
  /** Whether the size that is stored is larger. */
  readonly isTooLarge: boolean;
  readonly links: number;
  /** Bytes that are allocated. */
  readonly allocated: number;
  readonly flags: number;
  readonly generation: number;
  /** `i_dtime`: seconds since 1970, or the next orphan. */
  readonly deleted: number;
  /** `i_block`: 60 bytes. */
  readonly block: Uint8Array;
  /** Block of extended attributes, or 0. */
  readonly attributes: number;
  /** Bytes behind the first 128 that hold fields. */
  readonly extraSize: number;
}

const low = extInode.fields;
const extra = extInodeExtra.fields;

/** Kind of a mode; "unknown" where it is none. */
const kindOf = (mode: number): NodeKind => KINDS[mode >> 12] ?? "unknown";

export const isSymlink = (mode: number): boolean => kindOf(mode) === "symlink";

/** @param raw an inode: 128 bytes or more. Read without `decode`, as there are hundreds of thousands; a test compares. */
export function inodeFrom(raw: Uint8Array, number: number, offset: number, blockSize: number): Inode {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const u16 = ({ offset: at }: { offset: number }) => view.getUint16(at, true);
  const u32 = ({ offset: at }: { offset: number }) => view.getUint32(at, true);
  const mode = u16(low.mode);
  const flags = u32(low.flags);
  const size = u32(low.sizeHigh) * 2 ** 32 + u32(low.sizeLow);
  const largest = MOST_BLOCKS * blockSize;
  const units = u16(low.blocksHigh) * 2 ** 32 + u32(low.blocksLow);
  const stated = raw.length > SHORT ? u16(extra.extraSize) : 0;
  return {
    number,
    offset,
    raw,
    kind: kindOf(mode),
    mode: mode & 0o7777,
    user: u16(low.userHigh) * 2 ** 16 + u16(low.userLow),
    group: u16(low.groupHigh) * 2 ** 16 + u16(low.groupLow),
    size: Math.min(size, largest),
    isTooLarge: size > largest,
    links: u16(low.links),
    allocated: units * ((flags & INODE_FLAG.huge) === 0 ? SECTOR : blockSize),
    flags,
    generation: u32(low.generation),
    deleted: u32(low.deleted),
    block: raw.subarray(low.block.offset, low.block.offset + low.block.length),
    attributes: u16(low.attributesHigh) * 2 ** 32 + u32(low.attributesLow),
    extraSize: stated <= raw.length - SHORT ? stated : 0,
  };
}

/** Whether an inode was never used, or is not used any more. */
export const isFree = ({ kind, links, deleted, mode }: Inode): boolean =>
  (links === 0 && deleted !== 0) || (kind === "unknown" && mode === 0 && links === 0);

export const hasFlag = ({ flags }: Inode, flag: keyof typeof INODE_FLAG): boolean =>
  (flags & INODE_FLAG[flag]) !== 0;

/** Times of an inode, with nanoseconds and the years after 2038 where it has the fields. */
export function timesOf({ raw, extraSize }: Inode): NodeTimes {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const has = ({ offset, length }: { offset: number; length: number }) =>
    offset + length <= SHORT + extraSize;
  const time = ({ offset }: { offset: number }, more: { offset: number; length: number }): bigint => {
    const seconds = BigInt(view.getInt32(offset, true));
    if (!has(more)) return seconds * NANOSECONDS;
    const bits = view.getUint32(more.offset, true);
    return (seconds + BigInt(bits & 3) * 2n ** 32n) * NANOSECONDS + BigInt(bits >>> 2);
  };
  return {
    modified: time(low.modified, extra.modifiedExtra),
    accessed: time(low.accessed, extra.accessedExtra),
    changed: time(low.changed, extra.changedExtra),
    created: has(extra.created) ? time(extra.created, extra.createdExtra) : null,
  };
}

/** Major and minor number of a device. */
export function deviceOf({ block }: Inode): { readonly major: number; readonly minor: number } {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const old = view.getUint32(0, true);
  if (old !== 0) return { major: (old >> 8) & 0xff, minor: old & 0xff };
  const wide = view.getUint32(4, true);
  return { major: (wide & 0xfff00) >> 8, minor: (wide & 0xff) | ((wide >> 12) & 0xfff00) };
}
