import type { ReadableStore } from "../../store/store.ts";
import type { FileSystem, FileSystemReader, OpenOptions } from "../file-system.ts";
import { ProblemList } from "../common/problem-list.ts";
import { ExtFileSystem } from "./ext-file-system.ts";
import { factsOf } from "./facts.ts";
import { unknownFeatures } from "./features.ts";
import { applied, openJournal } from "./journal/journal.ts";
import { youngestCopies } from "./journal/youngest.ts";
import { findSuperblock, type FoundSuperblock, primarySuperblock } from "./superblocks.ts";
import { ExtVolume } from "./volume.ts";

function superblockProblems(
  { offset, isCopy, isChecked, superblock }: FoundSuperblock,
  problems: ProblemList,
): void {
  const place = { run: { offset, length: 1024 } };
  if (isCopy)
    problems.add(
      "superblock-copy",
      "warning",
      "The superblock is gone or damaged; a copy of it is read.",
      place,
    );
  if (!isChecked)
    problems.add("superblock-checksum", "warning", "The superblock has a wrong checksum.", place);
  const unknown = unknownFeatures(superblock.incompatible);
  if (unknown !== 0) {
    const message = `The file system uses features that are not known (0x${unknown.toString(16)}): what is shown may be wrong.`;
    problems.add("unknown-features", "error", message, place);
  }
}

function open(store: ReadableStore, { transactions }: OpenOptions): FileSystem | null {
  const found = findSuperblock(store);
  if (found === null) return null;
  const problems = new ProblemList();
  superblockProblems(found, problems);
  const stored = new ExtVolume(store, found.geometry, problems);
  const journal = openJournal(stored, found);
  const replayed = journal === null || transactions === 0 ? null : applied(stored, journal, transactions);
  // The log may hold the superblock itself, with newer numbers than a copy has.
  const newest = replayed === null ? null : primarySuperblock(replayed);
  const geometry = newest?.isChecked === true ? newest.geometry : found.geometry;
  const volume = replayed === null ? stored : new ExtVolume(replayed, geometry, problems);
  // Copies of transactions that are not to be seen would show what comes later.
  if (journal?.log != null && (transactions === null || journal.pending === 0)) {
    const { places, head } = journal.log;
    volume.copyInJournal = youngestCopies(stored, places, head);
  }
  return new ExtFileSystem(volume, journal, factsOf(volume, found, journal), replayed);
}

/** Reads ext2, ext3 and ext4. `loadCrc32c` must have settled. */
export const EXT_READER: FileSystemReader = { open };
