import { GrowingWindow } from "../common/growing-window.ts";
import type { FolderEntry, FolderPage, ListCursor, StoredName, VolumeRun } from "../file-system.ts";
import { inlineRest } from "./attributes.ts";
import type { BlockRun } from "./block-run.ts";
import { rawCrc32c } from "./checksums.ts";
import type { InlinePiece } from "./content.ts";
import { INCOMPATIBLE } from "./features.ts";
import { hasFlag, type Inode } from "./inode.ts";
import { inodeSeed } from "./inodes.ts";
import { blockRuns } from "./mapping.ts";
import { encryptedName, storedName } from "./names.ts";
import { type FolderRecord, hasTail, recordsIn, type RecordRules } from "./records.ts";
import { extDirectoryTail } from "./structs/directory.ts";
import { extInode } from "./structs/inode.ts";
import type { ExtVolume } from "./volume.ts";

/** Bytes at the start of an inline folder that name its parent. */
const PARENT = 4;

/** What records are like in a volume. */
export const rulesOf = ({ superblock, geometry }: ExtVolume): RecordRules => ({
  blockSize: geometry.blockSize,
  inodes: geometry.inodes,
  hasKinds: (superblock.incompatible & INCOMPATIBLE.fileType) !== 0,
});

/** The two places of inline data: what fits in `i_block`, and the rest of it among the extended attributes. */
export function inlinePieces(inode: Inode): readonly InlinePiece[] {
  const { offset, length } = extInode.fields.block;
  const rest = inlineRest(inode);
  const pieces = [{ offset: inode.offset + offset, length }];
  if (rest?.value != null && rest.value.length > 0)
    pieces.push({ offset: inode.offset + (rest.offset - inode.offset), length: rest.value.length });
  return pieces;
}

/** A block of a folder, or a piece of an inline one. */
export interface FolderBlock {
  /** Blocks from the start of the folder; for an inline one, pieces. */
  readonly number: number;
  /** Null where it can't be read. */
  readonly bytes: Uint8Array | null;
  /** First record, bytes from the start of the block. */
  readonly start: number;
  /** Byte of the volume; null where it is not known. */
  readonly offset: number | null;
  /** Blocks that it stands for: more than one where a run of them is lost. */
  readonly count: number;
}

const isDots = ({ name }: FolderRecord) =>
  (name.length === 1 && name[0] === 0x2e) || (name.length === 2 && name[0] === 0x2e && name[1] === 0x2e);

/** Whether records lead from the start of a block to its end, and its checksum is not wrong. */
function isWhole(volume: ExtVolume, inode: Inode, bytes: Uint8Array): boolean {
  let isSound = true;
  for (const _ of recordsIn(bytes, 0, rulesOf(volume), () => (isSound = false))) if (!isSound) break;
  return isSound && !isWrong(volume, inode, bytes);
}

/** A block of a folder; where it is damaged, as the journal holds it. @param number blocks from the start of the folder */
function blockAt(volume: ExtVolume, inode: Inode, number: number, block: number): FolderBlock {
  const bytes = volume.block(block);
  const found = { number, bytes, start: 0, offset: block * volume.blockSize, count: 1 };
  if (bytes !== null && isWhole(volume, inode, bytes)) return found;
  const copy = volume.copyInJournal(block);
  if (copy === null || !isWhole(volume, inode, copy.bytes)) return found;
  const message = `Block ${number} of folder ${inode.number} is damaged; the journal's copy of it is read.`;
  volume.problems.add("folder-from-journal", "warning", message, {
    run: volume.run(block),
    node: inode.number,
  });
  return { ...found, bytes: copy.bytes, offset: copy.offset };
}

/** Blocks of a folder from one on. Holes are left out. No more than the volume has, whatever the folder's size is. */
export function* folderBlocks(volume: ExtVolume, inode: Inode, from: number): Generator<FolderBlock> {
  if (hasFlag(inode, "inlineData")) {
    for (const [number, { offset, length }] of inlinePieces(inode).entries()) {
      if (number < from) continue;
      const within = offset - inode.offset;
      const bytes = inode.raw.subarray(within, within + length);
      yield { number, bytes, start: number === 0 ? PARENT : 0, offset, count: 1 };
    }
    return;
  }
  const { blockSize } = volume;
  const end = Math.min(Math.ceil(inode.size / blockSize), volume.geometry.blocks);
  const window = new GrowingWindow(from * blockSize);
  let left = volume.blocksHere;
  for (const run of blockRuns(volume, inode, from, end)) {
    if (run.lost !== null)
      yield { number: run.logical, bytes: null, start: 0, offset: null, count: run.count };
    if (run.physical === null) continue;
    for (let index = 0; index < run.count; index++) {
      if ((left -= 1) < 0) return;
      const number = run.logical + index;
      const ahead = Math.ceil(window.at(number * blockSize) / blockSize);
      if (ahead > 0)
        volume.bytes.aheadOfRuns(placedRuns(volume, inode, number, Math.min(end, number + ahead)));
      yield blockAt(volume, inode, number, run.physical + index);
    }
  }
}

/** Runs of the volume that hold blocks `[from, end)` of a folder. */
function* placedRuns(volume: ExtVolume, inode: Inode, from: number, end: number): Generator<VolumeRun> {
  for (const { physical, count } of blockRuns(volume, inode, from, end))
    if (physical !== null) yield volume.run(physical, count);
}

/** Whether the checksum of a block of a folder is wrong. Blocks of the index have one elsewhere, which is not looked at. */
function isWrong(volume: ExtVolume, inode: Inode, bytes: Uint8Array): boolean {
  if (!volume.checksums.isOn || !hasTail(bytes, extDirectoryTail.size, rulesOf(volume))) return false;
  const at = bytes.length - extDirectoryTail.size;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stored = view.getUint32(at + extDirectoryTail.fields.checksum.offset, true);
  return rawCrc32c(...inodeSeed(volume, inode), bytes.subarray(0, at)) !== stored;
}

/** Names of a folder, for people. */
export const namer = (inode: Inode): ((bytes: Uint8Array) => StoredName) =>
  hasFlag(inode, "encrypted") ? encryptedName : storedName;

/** Entries of a block, without `.` and `..`. @param problem called with each thing that is wrong, as a sentence */
export function entriesOf(
  volume: ExtVolume,
  inode: Inode,
  block: FolderBlock,
  problem: (sentence: string) => void,
): readonly (FolderEntry & { readonly at: number })[] {
  const { bytes, offset, number } = block;
  const { blockSize } = volume;
  const node = inode.number;
  if (bytes === null) {
    const blocks = block.count === 1 ? `Block ${number}` : `Blocks ${number} to ${number + block.count - 1}`;
    const sentence = `${blocks} of folder ${node} can't be read: the names in it are missing.`;
    volume.problems.add("folder-block", "error", sentence, {
      run: offset === null ? null : { offset, length: blockSize },
      node,
    });
    problem(sentence);
    return [];
  }
  const isInline = hasFlag(inode, "inlineData");
  if (!isInline && isWrong(volume, inode, bytes)) {
    const sentence = `Block ${number} of folder ${node} has a wrong checksum.`;
    volume.problems.add("folder-checksum", "warning", sentence, {
      run: { offset: offset ?? 0, length: blockSize },
      node,
    });
    problem(sentence);
  }
  const nameOf = namer(inode);
  const found: (FolderEntry & { at: number })[] = [];
  const records = recordsIn(bytes, block.start, rulesOf(volume), ({ start, end }) => {
    const sentence = `Block ${number} of folder ${node} is damaged from byte ${start} to ${end}: names may be missing.`;
    const run = { offset: (offset ?? 0) + start, length: end - start };
    volume.problems.add("folder-record", "error", sentence, { run, node });
    problem(sentence);
  });
  for (const record of records) {
    if (isDots(record)) continue;
    // A copy: the block's page would be kept as long as the name.
    const name = nameOf(record.name.slice());
    found.push({ name, node: record.inode, kind: record.kind, at: record.at });
  }
  return found;
}

/** Where a list goes on: block, and byte in it. */
function placeOf(cursor: ListCursor | null): { block: number; at: number } {
  const [block, at] = (cursor ?? "0:0").split(":").map(Number);
  const whole = (value: number | undefined) =>
    value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : 0;
  return { block: whole(block), at: whole(at) };
}

/** A page of a folder. */
export function listFolder(
  volume: ExtVolume,
  inode: Inode,
  cursor: ListCursor | null,
  limit: number,
): FolderPage {
  const from = placeOf(cursor);
  const entries: FolderEntry[] = [];
  const problems: string[] = [];
  for (const block of folderBlocks(volume, inode, from.block)) {
    for (const { at, ...entry } of entriesOf(volume, inode, block, (sentence) => problems.push(sentence))) {
      if (block.number === from.block && at < from.at) continue;
      if (entries.length >= limit) return { entries, next: `${block.number}:${at}`, problems };
      entries.push(entry);
    }
    // A folder of empty blocks is no reason to read them all in one call.
    if (problems.length >= limit) return { entries, next: `${block.number + block.count}:0`, problems };
  }
  return { entries, next: null, problems };
}

/** Runs of the blocks of a folder. */
export const folderRuns = (volume: ExtVolume, inode: Inode): Iterable<BlockRun> =>
  hasFlag(inode, "inlineData") ? [] : blockRuns(volume, inode, 0, Math.ceil(inode.size / volume.blockSize));
