import { IntervalSet } from "../../bytes/intervals.ts";
import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { MIB } from "../../shared/numbers.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { differingSectors } from "../views/compare/compare-ancestor.ts";
import { SECTOR } from "./disk-changes.ts";
import type { OpenSystem } from "./open-systems.ts";

/** The volume as its file system reads it. */
const seenVolume = ({ fs, place }: OpenSystem): ReadableStore => fs.applied ?? place.store;

/** Runs that either file system reads from its journal. */
function fromJournals(one: OpenSystem, other: OpenSystem): IntervalSet {
  const runs: { start: number; end: number }[] = [];
  for (const { fs } of [one, other])
    for (const { offset, length } of fs.applied?.runs() ?? [])
      runs.push({ start: offset, end: offset + length });
  return IntervalSet.of(runs);
}

/**
 * Runs in which two volumes differ as their file systems read them. A block that a journal holds reads as in the journal, whatever the
 * volume has in its place. What can't be read on one side counts as changed.
 *
 * @param stored runs of the volume that differ as they are stored
 * @throws VhdxError `cancelled`.
 */
export async function appliedChanges(
  before: OpenSystem,
  after: OpenSystem,
  stored: IntervalSet,
  job: JobContext,
): Promise<IntervalSet> {
  const journals = fromJournals(before, after);
  const changed: { start: number; end: number }[] = [];
  for (const { start, end } of stored.runs) changed.push(...journals.gaps(start, end));
  const [one, other] = [seenVolume(before), seenVolume(after)];
  const { total } = journals;
  let done = 0;
  for (const run of journals.runs)
    for (let at = run.start; at < run.end; at += MIB) {
      const length = Math.min(MIB, run.end - at);
      const [was, is] = [tryRead(one, at, length), tryRead(other, at, length)];
      const differing = was === null || is === null ? [[0, length]] : differingSectors(was, is, SECTOR);
      for (const [start, end] of differing) changed.push({ start: at + start, end: at + end });
      done += length;
      job.progress(done, total, "Comparing the journals");
      await job.checkpoint();
    }
  return IntervalSet.of(changed);
}

/** How the journal of a volume was read, as a clause. */
function journalClause({ fs, transactions }: OpenSystem): string {
  const pending = fs.facts.pendingTransactions ?? 0;
  const applied = Math.min(pending, transactions ?? pending);
  if (pending === 0) return "as stored, as its journal holds nothing to apply";
  const held = pending === 1 ? "the transaction" : `the ${pending.toLocaleString("en-US")} transactions`;
  if (applied === 0) return `as stored, without ${held} of its journal`;
  return applied === pending
    ? `with ${held} of its journal applied`
    : `with ${applied.toLocaleString("en-US")} of ${held} of its journal applied`;
}

/** Says which journals were applied, as a sentence; empty where neither volume has one to apply. */
export function journalWords(before: OpenSystem, after: OpenSystem): string {
  const hasOne = [before, after].some(({ fs }) => (fs.facts.pendingTransactions ?? 0) > 0);
  if (!hasOne) return "";
  const [was, is] = [journalClause(before), journalClause(after)];
  return was === is ? `Both were read ${is}.` : `The files before were read ${was}; the files after ${is}.`;
}
