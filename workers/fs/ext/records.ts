import type { NodeKind } from "../file-system.ts";
import { extDirectoryEntry } from "./structs/directory.ts";

const field = extDirectoryEntry.fields;
const HEAD = extDirectoryEntry.size;
const SMALLEST = 12;
const ALIGNMENT = 4;
/** The type of the record that holds a checksum. */
const CHECKSUM = 0xde;
const SLASH = 0x2f;

const KINDS: readonly NodeKind[] = [
  "unknown",
  "file",
  "directory",
  "character-device",
  "block-device",
  "fifo",
  "socket",
  "symlink",
];

/** What records are like in a file system. */
export interface RecordRules {
  readonly blockSize: number;
  /** Inodes of the file system. */
  readonly inodes: number;
  /** Whether a record says the kind of its node. */
  readonly hasKinds: boolean;
}

/** A record of a folder that holds a name. */
export interface FolderRecord {
  /** Bytes from the start of the block. */
  readonly at: number;
  readonly inode: number;
  readonly kind: NodeKind;
  readonly name: Uint8Array;
}

/** A run of a block that holds no sound record; bytes from the start of the block. */
export interface BadRun {
  readonly start: number;
  readonly end: number;
}

interface Head {
  readonly inode: number;
  readonly length: number;
  readonly nameLength: number;
  readonly type: number;
}

/** The length of a record. 65,536 has no room in its field, and is stored as 0 or 65,535. */
function lengthIn(stored: number, blockSize: number): number {
  return blockSize === 65_536 && (stored === 0 || stored === 65_535) ? blockSize : stored;
}

function headAt(view: DataView, at: number, { blockSize, hasKinds }: RecordRules): Head {
  const type = view.getUint8(at + field.type.offset);
  const low = view.getUint8(at + field.nameLength.offset);
  return {
    inode: view.getUint32(at + field.inode.offset, true),
    length: lengthIn(view.getUint16(at + field.length.offset, true), blockSize),
    nameLength: hasKinds ? low : low + type * 256,
    type: hasKinds ? type : 0,
  };
}

/** Bytes that a record needs for a name. */
const needed = (nameLength: number) => Math.ceil((HEAD + nameLength) / ALIGNMENT) * ALIGNMENT;

/** Whether a record can be one: the next one can be found by it. */
function isSound(
  { inode, length, nameLength }: Head,
  at: number,
  end: number,
  { inodes }: RecordRules,
): boolean {
  if (length < SMALLEST || length % ALIGNMENT !== 0 || at + length > end) return false;
  return needed(nameLength) <= length && inode <= inodes && (inode === 0 || nameLength > 0);
}

/** Whether a record that nothing leads to is one for sure: it has a name, and the next one is sound too. */
function isCertain(view: DataView, bytes: Uint8Array, at: number, end: number, rules: RecordRules): boolean {
  const head = headAt(view, at, rules);
  if (head.inode === 0 || head.type >= KINDS.length || !isSound(head, at, end, rules)) return false;
  for (let index = 0; index < head.nameLength; index++) {
    const byte = bytes[at + HEAD + index];
    if (byte === 0 || byte === SLASH) return false;
  }
  const next = at + head.length;
  return next === end || (next + HEAD <= end && isSound(headAt(view, next, rules), next, end, rules));
}

/**
 * Records of a block of a folder that hold a name, `.` and `..` too. A damaged record is left out, and the search goes on at the next
 * that is one for sure.
 *
 * @param start first record, bytes from the start of the block
 * @param bad called with each run that holds no sound record
 */
export function* recordsIn(
  bytes: Uint8Array,
  start: number,
  rules: RecordRules,
  bad: (run: BadRun) => void = () => {},
): Generator<FolderRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length;
  for (let at = start; at + HEAD <= end;) {
    const head = headAt(view, at, rules);
    if (!isSound(head, at, end, rules)) {
      const from = at;
      at += ALIGNMENT;
      while (at + SMALLEST <= end && !isCertain(view, bytes, at, end, rules)) at += ALIGNMENT;
      if (at + SMALLEST > end) at = end;
      bad({ start: from, end: at });
      continue;
    }
    if (head.inode !== 0)
      yield {
        at,
        inode: head.inode,
        kind: KINDS[head.type] ?? "unknown",
        name: bytes.subarray(at + HEAD, at + HEAD + head.nameLength),
      };
    at += head.length;
  }
}

/** Records that were deleted, and are left in the slack of others. */
export function* deletedRecordsIn(bytes: Uint8Array, rules: RecordRules): Generator<FolderRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length;
  for (let at = 0; at + HEAD <= end;) {
    const head = headAt(view, at, rules);
    if (!isSound(head, at, end, rules)) return;
    const recordEnd = at + head.length;
    // A record without an inode was deleted itself, if it was the first of its block.
    let slack = head.inode === 0 ? at : at + needed(head.nameLength);
    while (slack + SMALLEST <= recordEnd) {
      const old = headAt(view, slack, rules);
      const isName =
        old.inode !== 0 &&
        old.type < KINDS.length &&
        isSound(old, slack, end, rules) &&
        slack + needed(old.nameLength) <= recordEnd;
      if (!isName) {
        slack += ALIGNMENT;
        continue;
      }
      yield {
        at: slack,
        inode: old.inode,
        kind: KINDS[old.type] ?? "unknown",
        name: bytes.slice(slack + HEAD, slack + HEAD + old.nameLength),
      };
      slack += needed(old.nameLength);
    }
    at = recordEnd;
  }
}

/**
 * Whether the last record of a block holds a checksum. Blocks of the index may keep the bytes of an older one; there the records lead
 * past them. Where the records are damaged, the checksum counts.
 */
export function hasTail(bytes: Uint8Array, tailSize: number, rules: RecordRules): boolean {
  const tail = bytes.length - tailSize;
  if (tail < 0) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isOne =
    view.getUint32(tail + field.inode.offset, true) === 0 &&
    view.getUint16(tail + field.length.offset, true) === tailSize &&
    view.getUint8(tail + field.nameLength.offset) === 0 &&
    view.getUint8(tail + field.type.offset) === CHECKSUM;
  for (let at = 0; isOne && at < tail;) {
    const head = headAt(view, at, rules);
    if (!isSound(head, at, bytes.length, rules)) return true;
    at += head.length;
    if (at > tail) return false;
  }
  return isOne;
}
