import type { Steps } from "../../../bytes/steps.ts";
import { hasFlag, type Inode, inodeFrom } from "../inode.ts";
import { inodeIsChecked } from "../inodes.ts";
import { DESCRIPTOR } from "../structs/journal.ts";
import { groupsHere } from "../space.ts";
import type { ExtVolume } from "../volume.ts";
import { copyIsChecked, headerOf, tagsIn, tailIsChecked } from "./blocks.ts";
import type { Journal } from "./journal.ts";
import { journalBlock } from "./log.ts";

/** Copies that are kept. */
const MOST = 200_000;
const STEP = 256;
/** Blocks of the journal that are read ahead. */
const AHEAD = 128;

/** A copy of an inode in the journal. */
export interface InodeCopy {
  /** Block of the journal that holds it. */
  readonly at: number;
  readonly sequence: number;
  readonly inode: Inode;
}

/** Which inodes a block of the volume holds. */
class InodeTables {
  /** First blocks of the inode tables, ascending, with their groups. */
  readonly #tables: readonly { readonly start: number; readonly group: number }[];
  readonly #volume: ExtVolume;

  constructor(volume: ExtVolume) {
    this.#volume = volume;
    const tables: { start: number; group: number }[] = [];
    const groups = groupsHere(volume);
    for (let group = 0; group < groups; group++) {
      const found = volume.groups.group(group);
      if (found !== null) tables.push({ start: found.inodeTable, group });
    }
    this.#tables = tables.sort((a, b) => a.start - b.start);
  }

  /** Number of the first inode of a block; null where it is no block of an inode table. */
  firstIn(block: number): number | null {
    const { inodeTableBlocks, inodesPerGroup, blockSize, inodeSize } = this.#volume.geometry;
    let low = 0;
    let high = this.#tables.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#tables[middle]?.start ?? Infinity) <= block) low = middle;
      else high = middle - 1;
    }
    const table = this.#tables[low];
    if (table === undefined || block < table.start || block >= table.start + inodeTableBlocks) return null;
    return table.group * inodesPerGroup + (block - table.start) * (blockSize / inodeSize) + 1;
  }
}

/** Inodes in a copy of a block of an inode table, those of files with content alone. */
export function* inodesIn(
  volume: ExtVolume,
  bytes: Uint8Array,
  first: number,
  offset: number,
): Generator<Inode> {
  const { inodeSize, blockSize, inodes } = volume.geometry;
  for (let at = 0; at + inodeSize <= bytes.length; at += inodeSize) {
    const number = first + at / inodeSize;
    if (number > inodes) return;
    // A copy of its own: the caller keeps it.
    const raw = bytes.subarray(at, at + inodeSize);
    const inode = inodeFrom(raw, number, offset + at, blockSize);
    const isFile = inode.kind === "file" && inode.links > 0 && inode.deleted === 0 && inode.size > 0;
    if (!isFile || inode.isTooLarge || hasFlag(inode, "attributeInode") || !inodeIsChecked(volume, inode))
      continue;
    yield inodeFrom(raw.slice(), number, offset + at, blockSize);
  }
}

/**
 * Copies of inodes of files in all of a journal, those of older transactions too; of each file the newest one. The log goes round, so
 * an old descriptor may speak of blocks that were written over: a copy counts only if its checksum holds, where it has one.
 */
export function* journalCopies(volume: ExtVolume, { log }: Journal): Steps<readonly InodeCopy[]> {
  if (log === null) return [];
  const { places, head } = log;
  const tables = new InodeTables(volume);
  const newest = new Map<string, InodeCopy>();
  for (let at = head.first; at < head.end; at++) {
    if (at % STEP === 0) yield { done: at, total: head.end };
    const place = places.placeOf(at);
    if (place !== null && (at - head.first) % AHEAD === 0)
      volume.bytes.ahead(place * volume.blockSize, AHEAD * volume.blockSize);
    const bytes = journalBlock(volume, places, at);
    const header = bytes === null ? null : headerOf(bytes);
    if (bytes === null || header?.kind !== DESCRIPTOR || !tailIsChecked(head, bytes)) continue;
    for (const [index, tag] of tagsIn(head, bytes).entries()) {
      const first = tables.firstIn(tag.block);
      if (first === null) continue;
      const behind = at + 1 + index;
      const copyAt = behind >= head.end ? behind - (head.end - head.first) : behind;
      const copy = journalBlock(volume, places, copyAt);
      const copyPlace = places.placeOf(copyAt);
      if (copy === null || copyPlace === null || !copyIsChecked(head, tag, header.sequence, copy)) continue;
      for (const inode of inodesIn(volume, copy, first, copyPlace * volume.blockSize)) {
        const key = `${inode.number} ${inode.generation}`;
        const known = newest.get(key);
        const isNewer = known === undefined || ((header.sequence - known.sequence) | 0) > 0;
        if (isNewer && (known !== undefined || newest.size < MOST))
          newest.set(key, { at: copyAt, sequence: header.sequence, inode });
      }
    }
  }
  return [...newest.values()].sort((a, b) => a.inode.number - b.inode.number);
}

/** The inode that a block of the journal holds a copy of; null where it holds none. @param at block of the journal */
export function inodeCopyAt(volume: ExtVolume, { log }: Journal, at: number, number: number): Inode | null {
  if (log === null || at < log.head.first || at >= log.head.end) return null;
  const { inodesPerGroup, inodeSize, blockSize } = volume.geometry;
  const bytes = journalBlock(volume, log.places, at);
  const place = log.places.placeOf(at);
  if (bytes === null || place === null) return null;
  const within = ((number - 1) % inodesPerGroup) % (blockSize / inodeSize);
  const first = number - within;
  for (const inode of inodesIn(volume, bytes, first, place * blockSize))
    if (inode.number === number) return inode;
  return null;
}
