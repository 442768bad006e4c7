import type { LogEntry } from "./entry.ts";

/** The whole entries of one log, by log offset. */
export type EntryMap = ReadonlyMap<number, LogEntry>;

const endOf = (entry: LogEntry, logLength: number) => (entry.offset + entry.header.entryLength) % logLength;

/** Entries looked at before a search gives up. Without overlaps each entry is looked at once, or twice where its run wraps. */
const MOST_STEPS = 4 * 1024 * 1024;

/**
 * The run of adjacent entries from `start` on whose sequence numbers go up by one, and whether the length of the ring ended it.
 */
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
 * The active sequence (MS-VHDX 2.3.2). A run is valid where the tail of its last entry, the head, is an entry of the run. Of all
 * valid runs, the one whose head has the greatest sequence number counts, from that tail on.
 *
 * @param entries whole entries that carry the active header's log GUID.
 * @returns entries from the tail to the head, empty where no sequence is valid; null where entries overlap so much that the
 * search
 *   would not end.
 */
export function activeSequence(entries: EntryMap, logLength: number): readonly LogEntry[] | null {
  const starts = [...entries.keys()].toSorted((a, b) => a - b);
  // Entries of runs that do not hold the tail of their head: a shorter run with the same head can't hold that tail either.
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
    // A run that wraps has passed all entries behind its start.
    if (next <= offset) break;
    resumeAt = next;
  }
  return best;
}

/** The entries that lead up to the tail of the active sequence: already applied, and no longer needed. */
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
