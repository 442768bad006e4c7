import { crc32c } from "../../bytes/crc32c.ts";
import { decode, type ValuesOf } from "../../bytes/struct.ts";
import { safeNumber } from "../../shared/numbers.ts";
import { type Content, labelOf, type Mark, startLost, type System, tooLong } from "../content.ts";
import type { Part } from "../part.ts";
import { EXT_MAGIC, EXT_SUPERBLOCK, extSuperblock } from "../structs/ext.ts";

type Superblock = ValuesOf<typeof extSuperblock>;

const HAS_JOURNAL = 0x4;
const NEEDS_RECOVERY = 0x4;
const METADATA_CHECKSUMS = 0x400;
/** Features that ext3 has too: file types, recovery, an external journal, meta groups; sparse copies, large files, trees. */
const EXT3_INCOMPATIBLE = 0x2 | 0x4 | 0x8 | 0x10;
const EXT3_READ_ONLY = 0x1 | 0x2 | 0x4;
const IS_CLEAN = 1;
const HAS_ERRORS = 2;

/** Groups whose copies are looked at. Where not all groups hold one, powers of 3, 5 and 7 do. */
const COPY_GROUPS = [1, 3, 5] as const;
/** Block sizes in bytes, the usual one first. */
const BLOCK_SIZES = [4096, 1024, 2048] as const;
/** Start of group 1 in bytes where blocks of 4 KiB come in clusters of 16 (bigalloc). */
const BIGALLOC_GROUP = 2 ** 31;

const blockSizeOf = ({ logBlockSize }: Superblock) => 1024 * 2 ** logBlockSize;

function isChecked(values: Superblock, bytes: Uint8Array): boolean {
  if ((values.readOnly & METADATA_CHECKSUMS) === 0) return true;
  // The kernel leaves out the last step of the checksum, which inverts it.
  return ~crc32c(bytes.subarray(0, extSuperblock.fields.checksum.offset)) >>> 0 === values.checksum;
}

/** A superblock at a place of the part; null where none is, or a damaged one. */
function superblockAt(part: Part, offset: number): Superblock | null {
  const bytes = part.bytes(offset, extSuperblock.size);
  if (bytes === null) return null;
  const values = decode(extSuperblock, bytes);
  const { magic, logBlockSize, revision, blocksPerGroup, inodesPerGroup } = values;
  const fits =
    magic === EXT_MAGIC && logBlockSize <= 6 && revision <= 1 && blocksPerGroup > 0 && inodesPerGroup > 0;
  return fits && isChecked(values, bytes) ? values : null;
}

function nameOf({ compatible, incompatible, readOnly }: Superblock): string {
  if ((incompatible & ~EXT3_INCOMPATIBLE) !== 0 || (readOnly & ~EXT3_READ_ONLY) !== 0) return "ext4";
  return (compatible & HAS_JOURNAL) !== 0 ? "ext3" : "ext2";
}

function marksOf({ state, incompatible }: Superblock): readonly Mark[] {
  const marks: Mark[] = [];
  if ((state & HAS_ERRORS) !== 0) marks.push({ kind: "errors", words: "marked as having errors" });
  if ((incompatible & NEEDS_RECOVERY) !== 0)
    marks.push({ kind: "not-clean", words: "not unmounted: its journal must be replayed" });
  else if ((state & IS_CLEAN) === 0) marks.push({ kind: "not-clean", words: "not unmounted cleanly" });
  return marks;
}

/** @param marks what it says of its state */
function contentOf(values: Superblock, part: Part, marks: readonly Mark[]): Content {
  const { blocksLow, blocksHigh, incompatible, label } = values;
  const high = (incompatible & 0x80) === 0 ? 0 : blocksHigh;
  const blocks = safeNumber(BigInt(high) * 2n ** 32n + BigInt(blocksLow));
  const size = blocks === null ? null : blocks * blockSizeOf(values);
  return {
    name: nameOf(values),
    sort: "file system",
    label: labelOf(label),
    size,
    marks: [...marks, ...tooLong(size, part)],
    start: "superblock",
  };
}

/** Where copies of the superblock are by default, the likeliest first; bytes from the start of the part. */
function* copyPlaces(): Generator<number> {
  for (const group of COPY_GROUPS)
    for (const size of BLOCK_SIZES) {
      const first = size === 1024 ? 1 : 0;
      yield (first + group * size * 8) * size;
    }
  yield BIGALLOC_GROUP;
}

/** A copy that says itself that it belongs where it is. */
function copyAt(part: Part, offset: number): Superblock | null {
  const values = superblockAt(part, offset);
  if (values === null) return null;
  const { firstBlock, group, blocksPerGroup } = values;
  return group > 0 && (firstBlock + group * blocksPerGroup) * blockSizeOf(values) === offset ? values : null;
}

/** ext2, ext3 and ext4. Copies of the superblock lie 8 to 128 MiB behind the start, and further on. */
export const EXT: System = {
  at: (part) => {
    const values = superblockAt(part, EXT_SUPERBLOCK);
    // A copy in group 0 is the superblock itself; a higher group is a copy of another file system's.
    return values === null || values.group !== 0 ? null : contentOf(values, part, marksOf(values));
  },
  lost: (part) => {
    for (const place of copyPlaces()) {
      // Copies do not follow the state.
      const copy = copyAt(part, place);
      if (copy !== null) return contentOf(copy, part, [startLost("backup superblocks are")]);
    }
    return null;
  },
};
