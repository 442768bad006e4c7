import { NIL_GUID } from "../../../shared/guid.ts";
import { MIB } from "../../../shared/numbers.ts";
import { readUpTo } from "../../../store/store.ts";
import type { LogPlace } from "../../headers/log-place.ts";
import { readEntryHeader, type LogEntry } from "../../log/entry.ts";
import { ReplayedStore } from "../../log/replay.ts";
import { LogRing } from "../../log/ring.ts";
import { activeSequence } from "../../log/sequence.ts";
import { surveyLog } from "../../log/survey.ts";
import { LOG_SECTOR } from "../../../shared/geometry.ts";
import { logEntryHeader } from "../../structs/log.ts";
import { quietly, type Search } from "../fix.ts";
import { type Room, unnamedRuns } from "../bat/room.ts";
import type { RepairState } from "../state.ts";

/** MiB that are searched: a log lies before the blocks, so among the first that nothing names. */
const SEARCHED = 256;

/** A place that a log may have, and how that is known. */
export interface FoundLog {
  readonly place: LogPlace;
  readonly evidence: string;
  /** Behind the end of the file, which has to grow for it. */
  readonly fresh: boolean;
}

const mibText = (bytes: number) => `${bytes / MIB} MiB`;

function holdsEntry(state: RepairState, offset: number): boolean {
  const bytes = new Uint8Array(MIB);
  bytes.set(readUpTo(state.stored, offset, MIB));
  for (let at = 0; at < MIB; at += LOG_SECTOR)
    if (readEntryHeader(bytes.subarray(at, at + logEntryHeader.size)) !== null) return true;
  return false;
}

const isBlank = (state: RepairState, offset: number) =>
  readUpTo(state.stored, offset, MIB).every((byte) => byte === 0);

/** Where the log is, or can be: entries show it; else the first MiB that is blank and free; else the end of the file. */
export function* findLog(state: RepairState): Search<FoundLog> {
  let blank: Room | null = null;
  let searched = 0;
  for (const run of unnamedRuns(state)) {
    for (let offset = run.start; offset < run.end && searched < SEARCHED; offset += MIB, searched++) {
      yield null;
      if (holdsEntry(state, offset)) return yield* logAt(state, run, offset);
      if (blank === null && isBlank(state, offset)) blank = { start: offset, end: run.end };
    }
  }
  if (blank !== null) {
    const { start } = blank;
    return {
      place: { offset: start, length: MIB },
      evidence: `No log entry is left in the file. The MiB at ${mibText(start)} is blank, and no structure or block lies there.`,
      fresh: false,
    };
  }
  const offset = Math.ceil(state.stored.size / MIB) * MIB;
  return {
    place: { offset, length: MIB },
    evidence: "No log entry is left in the file and no MiB of it is free, so the log goes to its end.",
    fresh: true,
  };
}

/** The log whose first entry is in this MiB: up to the structure behind it, or as far as there are entries. */
function* logAt(state: RepairState, run: Room, offset: number): Search<FoundLog> {
  let end = offset + MIB;
  const bounded = state.structures.regions.all.some((region) => region.offset === run.end);
  while (end < run.end && (bounded || holdsEntry(state, end))) {
    yield null;
    end += MIB;
  }
  return {
    place: { offset, length: end - offset },
    evidence: `There are log entries at ${mibText(offset)}, where no structure or block lies; the next one begins at ${mibText(end)}.`,
    fresh: false,
  };
}

/** The newest log in a place: its GUID and how many of its entries would be replayed. */
export interface NewestLog {
  readonly guid: string;
  readonly entries: number;
  /** Whether all that they write stands in its place already. */
  readonly inPlace: boolean;
}

/** The log whose last entry has the greatest number of all that are whole; null where none is. */
export function* newestLog(state: RepairState, place: LogPlace): Search<NewestLog | null> {
  const ring = new LogRing(state.stored, place);
  const byGuid = new Map<string, Map<number, LogEntry>>();
  const { entries: found } = yield* quietly(surveyLog(ring, NIL_GUID));
  for (const entry of found) {
    if (entry.flaw !== null || entry.header.logGuid === NIL_GUID) continue;
    const same = byGuid.get(entry.header.logGuid) ?? new Map<number, LogEntry>();
    byGuid.set(entry.header.logGuid, same.set(entry.offset, entry));
  }
  let best: { readonly guid: string; readonly active: readonly LogEntry[]; readonly last: bigint } | null =
    null;
  for (const [guid, entries] of byGuid) {
    const active = activeSequence(entries, ring.length) ?? [];
    const last = active.at(-1)?.header.sequenceNumber;
    if (last !== undefined && (best === null || last > best.last)) best = { guid, active, last };
  }
  if (best === null) return null;
  const inPlace = yield* isInPlace(state, ring, best.active);
  return { guid: best.guid, entries: best.active.length, inPlace };
}

function* isInPlace({ stored }: RepairState, ring: LogRing, active: readonly LogEntry[]): Search<boolean> {
  const replayed = yield* quietly(ReplayedStore.replay(stored, ring, active));
  if (replayed.size > stored.size) return false;
  for (const run of replayed.writtenRuns()) {
    for (let at = run.start; at < run.end; at += MIB) {
      yield null;
      const length = Math.min(MIB, run.end - at);
      const after = new Uint8Array(length);
      replayed.read(at, after);
      if (readUpTo(stored, at, length).some((byte, index) => byte !== after[index])) return false;
    }
  }
  return true;
}
