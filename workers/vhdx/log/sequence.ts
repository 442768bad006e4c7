import type { LogEntry } from "./entry.ts";

/** The entries of one log that are whole, by log offset. */
export type EntryMap = ReadonlyMap<number, LogEntry>;

const endOf = (entry: LogEntry, logLength: number) => (entry.offset + entry.header.entryLength) % logLength;

/** Entries looked at before a search gives up. Entries that do not overlap need one look, or two where they wrap. */
const MOST_STEPS = 4 * 1024 * 1024;

/** A run of entries, each with the sequence number after the last one's, from `start` on; and what ended it. */
function runFrom(
  start: LogEntry,
  entries: EntryMap,
  logLength: number,
): { run: LogEntry[]; ranOutOfRing: boolean } {
  const run = [start];
  let used = start.header.entryLength;
  for (let last = start; ;) {
    const next = entries.get(endOf(last, logLength));
    if (next === undefined || next.header.sequenceNumber !== last.header.sequenceNumber + 1n) {
      return { run, ranOutOfRing: false };
    }
    used += next.header.entryLength;
    if (used > logLength) return { run, ranOutOfRing: true };
    run.push(next);
    last = next;
  }
}

/**
 * The active sequence (MS-VHDX 2.3.2): of all runs whose last entry's tail is the start of one of their entries, the one
 * with the greatest last sequence number; from that tail on.
 *
 * @param entries whole entries that carry the active header's log GUID.
 * @returns entries from the tail to the head, none where no sequence is valid; null where entries overlap so that the
 *   search would not end.
 */
export function activeSequence(entries: EntryMap, logLength: number): readonly LogEntry[] | null {
  const starts = [...entries.keys()].toSorted((a, b) => a - b);
  // Entries of a run whose head's tail lies outside it: a shorter run with the same head can't hold that tail either.
  const hopeless = new Set<number>();
  let best: readonly LogEntry[] = [];
  let resumeAt = 0;
  let steps = 0;
  for (const offset of starts) {
    const start = entries.get(offset);
    if (start === undefined || offset < resumeAt || hopeless.has(offset)) continue;
    const { run, ranOutOfRing } = runFrom(start, entries, logLength);
    steps += run.length;
    if (steps > MOST_STEPS) return null;
    const head = run.at(-1) ?? start;
    const tail = run.findIndex((entry) => entry.offset === head.header.tail);
    if (tail < 0) {
      if (!ranOutOfRing) for (const entry of run) hopeless.add(entry.offset);
      continue;
    }
    const bestHead = best.at(-1);
    if (bestHead === undefined || head.header.sequenceNumber > bestHead.header.sequenceNumber)
      best = run.slice(tail);
    const next = endOf(head, logLength);
    // A run that wraps has passed all that lies behind its start.
    if (next <= offset) break;
    resumeAt = next;
  }
  return best;
}

/** Entries that run into the active sequence from before its tail: already in their places, no longer needed. */
export function entriesBeforeTail(
  active: readonly LogEntry[],
  entries: EntryMap,
  logLength: number,
): ReadonlySet<LogEntry> {
  const before = new Set<LogEntry>();
  const byEnd = new Map<number, LogEntry[]>();
  for (const entry of entries.values()) {
    const end = endOf(entry, logLength);
    const known = byEnd.get(end);
    if (known === undefined) byEnd.set(end, [entry]);
    else known.push(entry);
  }
  let first = active[0];
  while (first !== undefined) {
    const { offset, header } = first;
    first = byEnd
      .get(offset)
      ?.find((entry) => entry.header.sequenceNumber === header.sequenceNumber - 1n && !before.has(entry));
    if (first !== undefined) before.add(first);
  }
  return before;
}
