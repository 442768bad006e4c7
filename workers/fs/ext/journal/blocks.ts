import { decode } from "../../../bytes/struct.ts";
import { rawCrc32c, rawCrc32cWithout, u32beBytes } from "../checksums.ts";
import {
  JOURNAL_MAGIC,
  journalCommit,
  journalHeader,
  journalRevoke,
  journalTag,
  journalTag3,
  journalTagHigh,
} from "../structs/journal.ts";
import type { JournalHead } from "./head.ts";

const ESCAPED = 1;
const SAME_UUID = 2;
const LAST = 8;
const UUID = 16;
const TAIL = 4;

/** Where a copy of the log belongs. */
export interface Tag {
  /** Block of the volume. */
  readonly block: number;
  /** Whether the copy's first four bytes, which were the journal's own mark, were replaced by zeros. */
  readonly isEscaped: boolean;
  readonly checksum: number;
}

const isSummed = ({ checksums }: JournalHead) => checksums === "v2" || checksums === "v3";

/** Kind and transaction of a block of the log; null where it is a copy, or anything else. */
export function headerOf(bytes: Uint8Array): { readonly kind: number; readonly sequence: number } | null {
  // Most blocks are copies, and a journal has hundreds of thousands.
  if (bytes[0] !== JOURNAL_MAGIC >>> 24) return null;
  const { magic, kind, sequence } = decode(journalHeader, bytes);
  return magic === JOURNAL_MAGIC ? { kind, sequence } : null;
}

/** Whether the checksum at the end of a descriptor or revoke block holds, or there is none. */
export function tailIsChecked(head: JournalHead, bytes: Uint8Array): boolean {
  if (!isSummed(head)) return true;
  const at = bytes.length - TAIL;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return rawCrc32cWithout([head.uuid], bytes, at, TAIL) === view.getUint32(at, false);
}

/** Whether the checksum of a commit block holds. @param sum of the transaction's blocks, for checksums v1 */
export function commitIsChecked(head: JournalHead, bytes: Uint8Array, sum: number): boolean {
  const { checksumType, checksumSize, checksum } = decode(journalCommit, bytes);
  if (head.checksums === "v1") {
    const isUnused = checksumType === 0 && checksumSize === 0 && checksum === 0;
    return isUnused || (checksumType === 1 && checksumSize === 4 && checksum === sum);
  }
  return (
    !isSummed(head) ||
    rawCrc32cWithout([head.uuid], bytes, journalCommit.fields.checksum.offset, 4) === checksum
  );
}

/** Tags of a descriptor block: one for each copy that follows it. */
export function tagsIn(head: JournalHead, bytes: Uint8Array): readonly Tag[] {
  const isV3 = head.checksums === "v3";
  // Checksums v2 were given two bytes more, which nothing uses.
  const size = isV3
    ? journalTag3.size
    : journalTag.size + (head.isWide ? 4 : 0) + (head.checksums === "v2" ? 2 : 0);
  const end = bytes.length - (isSummed(head) ? TAIL : 0);
  const tags: Tag[] = [];
  for (let at = journalHeader.size; at + size <= end;) {
    const tag = isV3 ? decode(journalTag3, bytes, at) : decode(journalTag, bytes, at);
    // It stands at the same place in both.
    const high = head.isWide ? decode(journalTagHigh, bytes, at + journalTag.size).blockHigh : 0;
    tags.push({
      block: high * 2 ** 32 + tag.blockLow,
      isEscaped: (tag.flags & ESCAPED) !== 0,
      checksum: tag.checksum,
    });
    at += size + ((tag.flags & SAME_UUID) === 0 ? UUID : 0);
    if ((tag.flags & LAST) !== 0) break;
  }
  return tags;
}

/** Whether the checksum of a copy holds, or there is none. */
export function copyIsChecked(head: JournalHead, tag: Tag, sequence: number, copy: Uint8Array): boolean {
  if (!isSummed(head)) return true;
  const sum = rawCrc32c(head.uuid, u32beBytes(sequence), copy);
  return (head.checksums === "v3" ? sum : sum & 0xffff) === tag.checksum;
}

/** Blocks that a revoke block names: their older copies must not be applied. */
export function revokedIn(head: JournalHead, bytes: Uint8Array): readonly number[] {
  const { used } = decode(journalRevoke, bytes);
  const size = head.isWide ? 8 : 4;
  const end = Math.min(used, bytes.length - (isSummed(head) ? TAIL : 0));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: number[] = [];
  for (let at = journalRevoke.size; at + size <= end; at += size) {
    const high = head.isWide ? view.getUint32(at, false) * 2 ** 32 : 0;
    blocks.push(high + view.getUint32(at + size - 4, false));
  }
  return blocks;
}
