import type { Steps } from "../../../bytes/steps.ts";
import { hasFlag, type Inode, inodeFrom } from "../inode.ts";
import { inodeIsChecked } from "../inodes.ts";
import { groupsHere } from "../space.ts";
import type { ExtVolume } from "../volume.ts";
import { isYounger, type JournalCopy } from "./copies.ts";
import type { Journal } from "./journal.ts";
import { journalBlock } from "./log.ts";

/** Copies that are kept. */
const MOST = 200_000;
/** Inode tables that are kept: those of 64 TiB in groups of 128 MiB are half as many. */
const MOST_TABLES = 1_000_000;
/** Groups of a step. */
const STEP = 1024;

/** A copy of an inode in the journal. */
export interface InodeCopy {
  /** Block of the journal that holds it. */
  readonly at: number;
  readonly sequence: number;
  readonly inode: Inode;
}

interface Table {
  readonly start: number;
  readonly group: number;
}

/** Which inodes a block of the volume holds. */
class InodeTables {
  /** First blocks of the inode tables, ascending, with their groups. */
  readonly #tables: readonly Table[];
  readonly #volume: ExtVolume;

  private constructor(volume: ExtVolume, tables: readonly Table[]) {
    this.#volume = volume;
    this.#tables = tables;
  }

  /** Reads the descriptors of all groups. */
  static *of(volume: ExtVolume): Steps<InodeTables> {
    const tables: Table[] = [];
    const groups = groupsHere(volume);
    for (let group = 0; group < groups && tables.length < MOST_TABLES; group++) {
      const found = volume.groups.group(group);
      if (found !== null) tables.push({ start: found.inodeTable, group });
      if (group % STEP === 0) yield { done: group, total: groups };
    }
    if (tables.length >= MOST_TABLES)
      volume.problems.add(
        "journal-inodes-left-out",
        "info",
        `The file system has too many groups: deleted files of those behind the first ${MOST_TABLES.toLocaleString("en")} are not looked for in the journal.`,
      );
    return new InodeTables(
      volume,
      tables.sort((a, b) => a.start - b.start),
    );
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
function* inodesIn(volume: ExtVolume, bytes: Uint8Array, first: number, offset: number): Generator<Inode> {
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

/** Collects the copies of inodes of files, of each file the newest one. */
export class InodeCopies {
  readonly #volume: ExtVolume;
  readonly #tables: InodeTables;
  readonly #newest = new Map<string, InodeCopy>();

  private constructor(volume: ExtVolume, tables: InodeTables) {
    this.#volume = volume;
    this.#tables = tables;
  }

  static *of(volume: ExtVolume): Steps<InodeCopies> {
    return new InodeCopies(volume, yield* InodeTables.of(volume));
  }

  take({ block, at, offset, sequence, bytes }: JournalCopy): void {
    const first = this.#tables.firstIn(block);
    if (first === null) return;
    for (const inode of inodesIn(this.#volume, bytes, first, offset)) {
      const key = `${inode.number} ${inode.generation}`;
      const known = this.#newest.get(key);
      const isNewer = known === undefined || isYounger(sequence, known.sequence);
      if (isNewer && (known !== undefined || this.#newest.size < MOST))
        this.#newest.set(key, { at, sequence, inode });
    }
  }

  /** By number of the inode. */
  list(): readonly InodeCopy[] {
    return [...this.#newest.values()].sort((a, b) => a.inode.number - b.inode.number);
  }
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
