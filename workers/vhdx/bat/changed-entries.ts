import { IntervalSet } from "../../bytes/intervals.ts";
import type { FileChanges } from "../../store/file-changes.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { Bat } from "./bat.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import type { ChangedEntry } from "./judged-bat.ts";

/** Entries compared at once. */
const PIECE = 64 * 1024;

/**
 * Entries of a BAT that are not what they were.
 *
 * @param store with the bytes as they are now.
 * @param most entries that are listed.
 * @returns null where there are more.
 */
export function changedEntries(
  bat: Bat,
  store: ReadableStore,
  changes: FileChanges,
  most: number,
): readonly ChangedEntry[] | null {
  const written = new IntervalSet();
  for (const { start, end } of changes.runs) {
    const first = Math.floor((start - bat.offset) / BAT_ENTRY_SIZE);
    const last = Math.ceil((end - bat.offset) / BAT_ENTRY_SIZE);
    written.add(Math.max(0, first), Math.min(bat.entries, last));
  }
  const changed: ChangedEntry[] = [];
  for (const run of written.runs) {
    for (let first = run.start; first < run.end; first += PIECE) {
      const now = new Uint8Array(Math.min(PIECE, run.end - first) * BAT_ENTRY_SIZE);
      const offset = bat.offset + first * BAT_ENTRY_SIZE;
      store.read(offset, now);
      compare(first, bytesBefore(changes, offset, now), now, changed);
      if (changed.length > most) return null;
    }
  }
  return changed;
}

/** What stood where these bytes stand now. */
function bytesBefore(
  { runs, readBefore }: FileChanges,
  offset: number,
  now: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const before = now.slice();
  for (const run of runs) {
    const start = Math.max(run.start, offset);
    const end = Math.min(run.end, offset + now.length);
    if (start < end) readBefore(start, before.subarray(start - offset, end - offset));
  }
  return before;
}

/** @param first index of the first entry. @param into takes those that differ. */
function compare(
  first: number,
  before: Uint8Array<ArrayBuffer>,
  after: Uint8Array<ArrayBuffer>,
  into: ChangedEntry[],
): void {
  const old = new Uint32Array(before.buffer);
  const now = new Uint32Array(after.buffer);
  for (let at = 0; at < now.length; at += 2) {
    if (old[at] === now[at] && old[at + 1] === now[at + 1]) continue;
    const index = first + at / 2;
    into.push({
      before: { index, low: old[at] ?? 0, high: old[at + 1] ?? 0 },
      after: { index, low: now[at] ?? 0, high: now[at + 1] ?? 0 },
    });
  }
}
