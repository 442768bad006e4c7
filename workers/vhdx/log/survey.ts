import { NIL_GUID } from "../../shared/guid.ts";
import { MIB } from "../../shared/numbers.ts";
import type { Steps } from "../../bytes/steps.ts";
import { logEntryHeader } from "../structs/log.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { checkEntry, type LogEntry, readEntryHeader } from "./entry.ts";
import type { LogRing } from "./ring.ts";

/** The entries in the ring. */
export interface LogSurvey {
  /** In the order of their log offsets: all whole entries of the log that the header names, and the first of the others. */
  readonly entries: readonly LogEntry[];
  /** How many others are not listed: entries of earlier logs, and torn ones. */
  readonly omitted: number;
  /** Whether the header's own log has so many entries, or so many that overlap, that the rest was not read. */
  readonly tooComplex: boolean;
}

/** The most entries to list that no replay can need: as many as a ring of 128 MiB has sectors. */
const LISTED_IDLE = 32_768;
/**
 * The most whole entries of the header's own log: as many as a ring of 512 MiB has sectors. Each takes about 350 bytes of memory.
 */
const MOST_OWN = 131_072;
/** Bytes of entries to check for each byte of log. A real log needs 1, because no writer leaves entries that overlap. */
const CHECK_BUDGET = 8;
/** Bytes to read at once. */
const WINDOW = MIB;

/**
 * Examines every sector of the ring. The header's own entries are found however many entries of other logs there are and however
 * those overlap.
 *
 * @param logGuid of the active header.
 */
export function* surveyLog(ring: LogRing, logGuid: string): Steps<LogSurvey> {
  const entries: LogEntry[] = [];
  let ownBudget = ring.length * CHECK_BUDGET;
  let otherBudget = ring.length * CHECK_BUDGET;
  let ownCount = 0;
  let idle = 0;
  let omitted = 0;
  const window = new Uint8Array(Math.min(WINDOW, ring.length));
  for (let base = 0; base < ring.length; base += WINDOW) {
    ring.read(base, window);
    for (let at = 0; at < window.length; at += LOG_SECTOR) {
      const header = readEntryHeader(window.subarray(at, at + logEntryHeader.size));
      if (header === null) continue;
      const own = header.logGuid === logGuid && logGuid !== NIL_GUID;
      if (!own && (otherBudget < 0 || idle === LISTED_IDLE)) {
        omitted += 1;
        continue;
      }
      // All entries share one string for the GUID: a large ring can hold 260,000 entries.
      const { entry, examined } = yield* checkEntry(ring, base + at, own ? { ...header, logGuid } : header);
      if (own) ownBudget -= examined;
      else otherBudget -= examined;
      if (ownBudget < 0 || ownCount === MOST_OWN) return { entries, omitted, tooComplex: true };
      if (own && entry.flaw === null) {
        ownCount += 1;
        entries.push(entry);
      } else if (idle < LISTED_IDLE) {
        idle += 1;
        entries.push(entry);
      } else omitted += 1;
    }
    yield { done: Math.min(base + WINDOW, ring.length), total: ring.length };
  }
  return { entries, omitted, tooComplex: false };
}
