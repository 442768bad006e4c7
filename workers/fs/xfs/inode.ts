import { decode, type ValuesOf } from "../../bytes/struct.ts";
import { safeNumber } from "../../shared/numbers.ts";
import type { NodeId, NodeKind } from "../file-system.ts";
import { checkCrc, type XfsContext } from "./context.ts";
import { inodeOffset } from "./geometry.ts";
import { CORE_V2, inodeCore } from "./structs/inode.ts";

/** Where the values of a fork lie (`di_format`); 0 is a device. */
export const LOCAL = 1;
export const EXTENTS = 2;
export const TREE = 3;

/** The kinds of the upper four bits of a mode. */
const KINDS: Readonly<Record<number, NodeKind>> = {
  0x1000: "fifo",
  0x2000: "character-device",
  0x4000: "directory",
  0x6000: "block-device",
  0x8000: "file",
  0xa000: "symlink",
  0xc000: "socket",
};

/** A fork: the part of an inode with its content, or with its attributes. */
export interface Fork {
  readonly format: number;
  readonly bytes: Uint8Array;
  /** Extents that the inode says it has. */
  readonly extents: number;
}

/** An inode in use. */
export interface Inode {
  readonly number: NodeId;
  /** Bytes from the start of the volume. */
  readonly offset: number;
  readonly values: ValuesOf<typeof inodeCore>;
  readonly kind: NodeKind;
  /** Bytes. */
  readonly size: number;
  readonly data: Fork;
  /** Null without attributes. */
  readonly attributes: Fork | null;
}

const BIGTIME = 8n;
const WIDE_COUNTS = 0x10n;

function forksOf({ geometry }: XfsContext, bytes: Uint8Array, values: Inode["values"]) {
  const start = values.version >= 3 ? inodeCore.size : CORE_V2;
  const split = start + values.forkOffset * 8;
  const hasAttributes = values.forkOffset !== 0 && split < bytes.length;
  const isWide = geometry.hasWideCounts && (values.flags2 & WIDE_COUNTS) !== 0n;
  const data: Fork = {
    format: values.format,
    bytes: bytes.subarray(start, hasAttributes ? split : bytes.length),
    extents: isWide ? (safeNumber(values.extents64) ?? Number.MAX_SAFE_INTEGER) : values.extents,
  };
  const attributes: Fork | null = hasAttributes
    ? {
        format: values.attributeFormat,
        bytes: bytes.subarray(split),
        extents: isWide ? values.extents : values.attributeExtents,
      }
    : null;
  return { data, attributes };
}

/** An inode; null where none can be read, or it is free. */
export function readInode(context: XfsContext, number: NodeId): Inode | null {
  const { reader, geometry, problems } = context;
  const offset = inodeOffset(geometry, number);
  if (offset === null) return null;
  const length = geometry.inodeSize;
  const bytes = reader.read(offset, length);
  if (bytes === null) {
    problems.add("xfs-inode", "error", `The inode ${number} can't be read.`, {
      run: { offset, length },
      node: number,
    });
    return null;
  }
  const values = decode(inodeCore, bytes);
  const size = safeNumber(values.size);
  if (values.magic !== "IN" || size === null) {
    problems.add("xfs-inode", "error", `The inode ${number} is damaged.`, {
      run: { offset, length },
      node: number,
    });
    return null;
  }
  if (values.mode === 0) return null;
  if (values.version >= 3) {
    checkCrc(context, bytes, inodeCore.fields.checksum, values.checksum, `inode ${number}`, {
      offset,
      node: number,
    });
    if (values.number !== BigInt(number))
      problems.add("xfs-inode-number", "error", `The inode ${number} says that it is ${values.number}.`, {
        run: { offset, length },
        node: number,
      });
  }
  const kind = KINDS[values.mode & 0xf000] ?? "unknown";
  return { number, offset, values, kind, size, ...forksOf(context, bytes, values) };
}

const BILLION = 1_000_000_000n;
/** Seconds that the times of BIGTIME are shifted by, so that they begin in 1901. */
const SHIFT = 2n ** 31n;

/** A time of an inode as nanoseconds since 1970. @param raw seconds and nanoseconds, or nanoseconds since 1901 */
export function inodeTime(raw: bigint, isBig: boolean): bigint {
  if (isBig) return raw - SHIFT * BILLION;
  return BigInt.asIntN(32, raw >> 32n) * BILLION + BigInt.asUintN(32, raw);
}

/** Whether the times of an inode are those of BIGTIME. */
export const hasBigTimes = ({ values }: Inode): boolean =>
  values.version >= 3 && (values.flags2 & BIGTIME) !== 0n;
