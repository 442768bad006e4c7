import type { VolumeBase } from "../volume-base.ts";
import { commitIsChecked, headerOf, revokedIn, type Tag, tagsIn, tailIsChecked } from "./blocks.ts";
import { crc32be } from "./crc32be.ts";
import type { JournalHead } from "./head.ts";
import type { JournalPlaces } from "./places.ts";
import { COMMIT, DESCRIPTOR, REVOKE } from "../structs/journal.ts";

/** A copy of the log. */
interface LogCopy {
  readonly tag: Tag;
  /** Block of the journal that holds it. */
  readonly at: number;
  readonly sequence: number;
}

/** A transaction that was committed. */
interface Transaction {
  readonly sequence: number;
  readonly copies: readonly LogCopy[];
  readonly revoked: readonly number[];
  /** Block of the journal behind its commit block. */
  readonly end: number;
}

/** The transactions of a log that were committed, in order, and why it ends. */
export interface Log {
  readonly transactions: readonly Transaction[];
  /** What ended it too early, as a sentence; null where it ends as logs do. */
  readonly damage: string | null;
  /** Number of the transaction that would come next. */
  readonly next: number;
}

/** Numbers of transactions begin anew behind 2^32 - 1. */
const following = (sequence: number) => (sequence + 1) >>> 0;

/** Reads a block of the journal; null where it can't be. */
export function journalBlock(volume: VolumeBase, places: JournalPlaces, block: number): Uint8Array | null {
  const place = places.placeOf(block);
  return place === null ? null : volume.block(place);
}

/**
 * Reads a log from its start. It ends where the next transaction does not follow, as the kernel ends it; no block is gone through twice.
 *
 * @param volume as it is stored
 */
export function readLog(volume: VolumeBase, places: JournalPlaces, head: JournalHead): Log {
  const transactions: Transaction[] = [];
  const { first, end } = head;
  const wrapped = (block: number) => (block >= end ? block - (end - first) : block);
  let sequence = head.sequence;
  let copies: LogCopy[] = [];
  let revoked: number[] = [];
  let sum = 0xffff_ffff;
  const done = (damage: string | null): Log => ({ transactions, damage, next: sequence });
  const bad = (block: number, what: string) =>
    done(`The log ends in transaction ${sequence}, at block ${block} of the journal: ${what}.`);
  if (head.start === 0) return done(null);
  let left = end - first;
  for (let at = head.start; left > 0;) {
    const bytes = journalBlock(volume, places, at);
    if (bytes === null) return bad(at, "the block can't be read");
    const header = headerOf(bytes);
    if (header === null || header.sequence !== sequence) return done(null);
    let used = 1;
    if (header.kind === DESCRIPTOR) {
      if (!tailIsChecked(head, bytes)) return bad(at, "a descriptor block has a wrong checksum");
      const tags = tagsIn(head, bytes);
      if (head.checksums === "v1") sum = crc32be(sum, bytes);
      for (const tag of tags) {
        const place = wrapped(at + used);
        copies.push({ tag, at: place, sequence });
        used += 1;
        if (head.checksums !== "v1") continue;
        const copy = journalBlock(volume, places, place);
        if (copy === null) return bad(place, "the block can't be read");
        sum = crc32be(sum, copy);
      }
    } else if (header.kind === REVOKE) {
      if (!tailIsChecked(head, bytes)) return bad(at, "a revoke block has a wrong checksum");
      for (const block of revokedIn(head, bytes)) revoked.push(block);
    } else if (header.kind === COMMIT) {
      if (!commitIsChecked(head, bytes, sum)) return bad(at, "a commit block has a wrong checksum");
      transactions.push({ sequence, copies, revoked, end: wrapped(at + 1) });
      sequence = following(sequence);
      copies = [];
      revoked = [];
      sum = 0xffff_ffff;
    } else return done(null);
    at = wrapped(at + used);
    left -= used;
  }
  return done(null);
}
