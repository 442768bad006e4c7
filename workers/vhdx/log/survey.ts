import { NIL_GUID } from "../../shared/guid.ts";
import { MIB } from "../../shared/numbers.ts";
import type { Steps } from "../../bytes/steps.ts";
import { logEntryHeader } from "../structs/log.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { checkEntry, type LogEntry, readEntryHeader } from "./entry.ts";
import type { LogRing } from "./ring.ts";

/** What stands in the ring, sector by sector. */
export interface LogSurvey {
  /** By log offset: all whole entries of the log that the header names, and the first of the others. */
  readonly entries: readonly LogEntry[];
  /** Others that are not listed: entries of earlier logs, and broken ones. */
  readonly omitted: number;
  /** Whether the header's own log has so many entries, or such over each other, that the rest was left unread. */
  readonly tooComplex: boolean;
}

/** Entries listed that no replay can need; a ring of 128 MiB has no more sectors than that. */
const LISTED_IDLE = 32_768;
/** Whole entries of the header's own log: a ring of 512 MiB full of them. Some 350 bytes of memory each. */
const MOST_OWN = 131_072;
/** Bytes of entries checked per byte of log: no writer leaves entries over each other, so a real log needs one. */
const CHECK_BUDGET = 8;
/** Read ahead. */
const WINDOW = MIB;

/**
 * Examines every sector of the ring. Entries of other logs can't keep it from finding those that count, however many
 * they are and however they overlap.
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
      // One string for the GUID of all of them: a large ring can hold 260,000.
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
