import { COMPATIBLE, INCOMPATIBLE } from "../features.ts";
import type { FoundSuperblock } from "../superblocks.ts";
import type { ExtVolume } from "../volume.ts";
import { type AppliedCopy, AppliedStore } from "./applied-store.ts";
import { copyIsChecked } from "./blocks.ts";
import { journalHead, type JournalHead } from "./head.ts";
import { journalBlock, type Log, readLog } from "./log.ts";
import { type JournalPlaces, journalPlaces } from "./places.ts";
import { hasFastCommits } from "./fast-commits.ts";

/** A journal, and what of it was not applied to the volume. */
export interface Journal {
  /** Transactions that were not applied; null where that is not known. */
  readonly pending: number | null;
  /** Whether all that it holds for the volume can be applied. */
  readonly isWhole: boolean;
  /** What is to be known of it, as clauses behind the file system's name. */
  readonly state: readonly string[];
  /** Null where it can't be read. */
  readonly log: { readonly places: JournalPlaces; readonly head: JournalHead; readonly log: Log } | null;
}

const without = (clause: string, isWhole: boolean): Journal => ({
  pending: null,
  isWhole,
  state: [clause],
  log: null,
});
const NO_LOG = { transactions: [], damage: null, next: 0 };

/**
 * Looks at the journal of a volume.
 *
 * @param volume as it is stored
 * @returns null where the file system has none
 */
export function openJournal(volume: ExtVolume, found: FoundSuperblock): Journal | null {
  const { superblock } = found;
  if ((superblock.compatible & COMPATIBLE.journal) === 0) return null;
  const needsReplay = (superblock.incompatible & INCOMPATIBLE.recover) !== 0;
  // A copy of the superblock does not say whether the journal holds something.
  const isEmpty = !needsReplay && !found.isCopy;
  if (superblock.journalInode === 0) return without("the journal is on another device", isEmpty);
  const places = journalPlaces(volume);
  const first = places === null ? null : journalBlock(volume, places, 0);
  const read = places === null || first === null ? null : journalHead(first, places.length);
  if (places === null || read === null || read.head.blockSize !== volume.blockSize) {
    volume.problems.add("journal-lost", "error", "The journal can't be read: what it holds is not applied.", {
      node: superblock.journalInode,
    });
    return without("the journal can't be read", isEmpty);
  }
  const { head } = read;
  const run = volume.run(places.placeOf(0) ?? 0);
  if (!read.isChecked)
    volume.problems.add("journal-checksum", "warning", "The journal's superblock has a wrong checksum.", {
      run,
    });
  if (!head.isKnown)
    volume.problems.add("journal-features", "warning", "The journal uses features that are not known.", {
      run,
    });
  const state = head.error === 0 ? [] : ["the journal was ended by an error"];
  if (head.start !== 0 && !needsReplay && !found.isCopy) {
    const message = "The journal holds transactions, but the superblock says that none is to be applied.";
    volume.problems.add("journal-ignored", "warning", message, { run });
    return { pending: 0, isWhole: true, state, log: { places, head, log: NO_LOG } };
  }
  const log = readLog(volume, places, head);
  if (log.damage !== null) volume.problems.add("journal-damage", "error", log.damage, { run });
  const isFast = hasFastCommits(volume, places, head, log.next);
  if (isFast) {
    state.push("the journal's fast commits are not applied");
    const message =
      "The journal ends with fast commits, which are not applied: the last changes before the system stopped are missing.";
    volume.problems.add("journal-fast-commits", "warning", message, { run });
  }
  const isWhole = head.isKnown && log.damage === null && !isFast;
  return { pending: log.transactions.length, isWhole, state, log: { places, head, log } };
}

/**
 * The volume with the first transactions of its journal applied.
 *
 * @param count transactions; null for all
 * @returns null where there is nothing to apply
 */
export function applied(
  volume: ExtVolume,
  { log: read }: Journal,
  count: number | null,
): AppliedStore | null {
  if (read === null) return null;
  const { places, head, log } = read;
  const transactions = log.transactions.slice(0, count ?? undefined);
  /** The last transaction that revokes a block, counted from 0. */
  const revoked = new Map<number, number>();
  for (const [index, transaction] of transactions.entries())
    for (const block of transaction.revoked) revoked.set(block, index);
  const copies = new Map<number, AppliedCopy>();
  for (const [index, transaction] of transactions.entries())
    for (const { tag, at, sequence } of transaction.copies) {
      const place = places.placeOf(at);
      if (place === null || (revoked.get(tag.block) ?? -1) >= index) continue;
      copies.set(tag.block, {
        offset: place * volume.blockSize,
        isEscaped: tag.isEscaped,
        isChecked: (bytes) => copyIsChecked(head, tag, sequence, bytes),
        before: copies.get(tag.block) ?? null,
      });
    }
  if (copies.size === 0) return null;
  return new AppliedStore(volume.store, volume.bytes, volume.blockSize, copies, (block) => {
    const message = `A copy of block ${block} in the journal is damaged, and is not applied.`;
    volume.problems.add("journal-copy", "error", message, { run: volume.run(block) });
  });
}
