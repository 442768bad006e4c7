import { decode } from "../../../bytes/struct.ts";
import { rawCrc32cWithout } from "../checksums.ts";
import { JOURNAL_MAGIC, journalSuperblock, SUPERBLOCK_V1, SUPERBLOCK_V2 } from "../structs/journal.ts";

/** Bits of the journal's `s_feature_compat` and `s_feature_incompat`. */
const CHECKSUMS_V1 = 1;
const INCOMPATIBLE = { wide: 2, checksumsV2: 8, checksumsV3: 16, fastCommits: 32 } as const;
const KNOWN = 63;
const FAST_BLOCKS = 256;

/** What a journal's superblock says. */
export interface JournalHead {
  /** Bytes. */
  readonly blockSize: number;
  /** First block of the log, and the block behind its last one. */
  readonly first: number;
  readonly end: number;
  /** Blocks of the journal. */
  readonly length: number;
  /** Number of the first transaction, and its block; 0 where there is none to replay. */
  readonly sequence: number;
  readonly start: number;
  readonly isWide: boolean;
  readonly checksums: "none" | "v1" | "v2" | "v3";
  readonly hasFastCommits: boolean;
  readonly isKnown: boolean;
  readonly uuid: Uint8Array;
  readonly error: number;
}

/** What a journal's first block says; null where it is none. @param length blocks of the journal's file */
export function journalHead(
  bytes: Uint8Array,
  length: number,
): { head: JournalHead; isChecked: boolean } | null {
  const values = decode(journalSuperblock, bytes);
  const { magic, kind, blockSize, blocks, first, sequence, start, uuid, error } = values;
  if (magic !== JOURNAL_MAGIC || (kind !== SUPERBLOCK_V1 && kind !== SUPERBLOCK_V2)) return null;
  const hasFeatures = kind === SUPERBLOCK_V2;
  const incompatible = hasFeatures ? values.incompatible : 0;
  const has = (bit: number) => (incompatible & bit) !== 0;
  const hasV1 = hasFeatures && (values.compatible & CHECKSUMS_V1) !== 0;
  const isSummed = has(INCOMPATIBLE.checksumsV2 | INCOMPATIBLE.checksumsV3);
  const hasFastCommits = has(INCOMPATIBLE.fastCommits);
  const fast = hasFastCommits ? values.fastBlocks || FAST_BLOCKS : 0;
  const end = Math.min(blocks, length) - fast;
  if (first < 1 || first >= end || (start !== 0 && (start < first || start >= end))) return null;
  const { offset } = journalSuperblock.fields.checksum;
  const whole = bytes.subarray(0, journalSuperblock.size);
  const isChecked = !isSummed || rawCrc32cWithout([], whole, offset, 4) === values.checksum;
  const checksums = has(INCOMPATIBLE.checksumsV3)
    ? "v3"
    : has(INCOMPATIBLE.checksumsV2)
      ? "v2"
      : hasV1
        ? "v1"
        : "none";
  return {
    head: {
      blockSize,
      first,
      end,
      length: Math.min(blocks, length),
      sequence,
      start,
      isWide: has(INCOMPATIBLE.wide),
      checksums,
      hasFastCommits,
      isKnown: (incompatible & ~KNOWN) === 0,
      uuid,
      error,
    },
    isChecked,
  };
}
