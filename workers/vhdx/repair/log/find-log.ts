import { NIL_GUID } from "../../../shared/guid.ts";
import { MIB } from "../../../shared/numbers.ts";
import { readUpTo } from "../../../store/store.ts";
import type { LogPlace } from "../../headers/log-place.ts";
import { readEntryHeader, type LogEntry } from "../../log/entry.ts";
import { LogRing } from "../../log/ring.ts";
import { activeSequence } from "../../log/sequence.ts";
import { surveyLog } from "../../log/survey.ts";
import { LOG_SECTOR } from "../../../shared/geometry.ts";
import { logEntryHeader } from "../../structs/log.ts";
import { quietly, type Search } from "../fix.ts";
import { type Room, unnamedRuns } from "../bat/room.ts";
import type { RepairState } from "../state.ts";

/** Unnamed MiB that are searched: a log lies before the blocks, so it is among the first. */
const SEARCHED = 256;

/** A place where the log is or can be, and how that is known. */
export interface FoundLog {
  readonly place: LogPlace;
  readonly evidence: string;
  /** Whether the place lies past the end of the file, which then has to grow. */
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

/** The place of the log: where log entries are; else the first blank and free MiB; else the end of the file. */
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
    evidence:
      "No log entry is left in the file and no MiB of it is free, so the log goes to the end of the file.",
    fresh: true,
  };
}

/** The log whose first entry is in this MiB: it ends at the next structure, or with its last entry. */
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

/** A log of which a whole sequence of entries is left: those that its replay would apply, from the tail to the head. */
export interface WholeLog {
  readonly guid: string;
  readonly ring: LogRing;
  readonly active: readonly LogEntry[];
}

/**
 * The logs in a place, in the order of their heads in the ring. Which of them was written last, their sequence numbers do not
 * tell: each log counts for itself, and QEMU starts at 1 again whenever it opens a file (MS-VHDX 2.3.1.1).
 */
export function* wholeLogs(state: RepairState, place: LogPlace): Search<readonly WholeLog[]> {
  const ring = new LogRing(state.stored, place);
  const byGuid = new Map<string, Map<number, LogEntry>>();
  const { entries: found } = yield* quietly(surveyLog(ring, NIL_GUID));
  for (const entry of found) {
    if (entry.flaw !== null || entry.header.logGuid === NIL_GUID) continue;
    const same = byGuid.get(entry.header.logGuid) ?? new Map<number, LogEntry>();
    byGuid.set(entry.header.logGuid, same.set(entry.offset, entry));
  }
  const logs: WholeLog[] = [];
  for (const [guid, entries] of byGuid) {
    const active = activeSequence(entries, ring.length) ?? [];
    if (active.length > 0) logs.push({ guid, ring, active });
    yield null;
  }
  const headOf = ({ active }: WholeLog) => active.at(-1)?.offset ?? 0;
  return logs.toSorted((a, b) => headOf(a) - headOf(b));
}
