import type { Finding, LogEntryState } from "../../api/index.ts";
import { NIL_GUID } from "../../bytes/guid.ts";
import { MIB, roundUp, safeNumber } from "../../bytes/numbers.ts";
import type { Steps } from "../../bytes/steps.ts";
import { countText, hexText, sizeText } from "../../bytes/text.ts";
import type { ReadableStore } from "../../store/store.ts";
import { FindingList } from "../findings.ts";
import { REGION_TABLE_OFFSETS } from "../header-section.ts";
import type { Headers, LogPlace } from "../headers.ts";
import { LOG_SECTOR, logEntryHeader } from "../structs/log.ts";
import { descriptors, targetOf } from "./descriptors.ts";
import { type LogEntry, readEntry } from "./entry.ts";
import { LogRing } from "./ring.ts";
import { activeSequence, entriesBeforeTail, type EntryMap } from "./sequence.ts";

/** An entry with its part in the log. */
export interface JudgedEntry {
  readonly entry: LogEntry;
  readonly state: LogEntryState;
  readonly reason: string;
}

export interface LogScan {
  readonly ring: LogRing;
  /** By log offset. */
  readonly entries: readonly JudgedEntry[];
  /** From the tail to the head; empty where nothing is to be replayed or no sequence is valid. */
  readonly active: readonly LogEntry[];
  /** Whether a replay is allowed; false on a clean log. */
  readonly replayable: boolean;
  /** File size in bytes after a full replay; the present size where none is needed; null where none is possible. */
  readonly sizeAfterReplay: number | null;
  readonly findings: readonly Finding[];
}

/** Bytes of entries checked per byte of log before a scan gives up on overlapping ones: no real log has any. */
const CHECK_BUDGET = 8;
/** Read ahead while scanning. */
const WINDOW = MIB;

/** Sectors that no log entry may write: identifier and headers come before. */
const LOGGABLE_FROM = REGION_TABLE_OFFSETS[0];

function* readEntries(ring: LogRing, logGuid: string, findings: FindingList): Steps<LogEntry[]> {
  const entries: LogEntry[] = [];
  const budget = { own: ring.length * CHECK_BUDGET, foreign: ring.length * CHECK_BUDGET };
  const window = new Uint8Array(Math.min(WINDOW, ring.length));
  for (let base = 0; base < ring.length; base += WINDOW) {
    ring.read(base, window);
    for (let at = 0; at < window.length; at += LOG_SECTOR) {
      const header = window.subarray(at, at + logEntryHeader.size);
      const offset = base + at;
      const view = new DataView(header.buffer, header.byteOffset);
      const { entryLength } = logEntryHeader.fields;
      if (budget.own < 0 || budget.foreign < 0) {
        findings.add(
          "log-too-complex",
          "The log's entries overlap so often that checking them all would not end.",
          {
            structure: "Log",
            offset: ring.place.offset,
            node: "log",
          },
        );
        return entries;
      }
      const entry = readEntry(ring, offset, header);
      if (entry === null) continue;
      entries.push(entry);
      const kind = entry.header.logGuid === logGuid ? "own" : "foreign";
      budget[kind] -= Math.min(ring.length, view.getUint32(entryLength.offset, true));
    }
    yield { done: Math.min(base + WINDOW, ring.length), total: ring.length };
  }
  return entries;
}

function judge(
  all: readonly LogEntry[],
  logGuid: string,
  active: readonly LogEntry[],
  own: EntryMap,
  logLength: number,
) {
  const inSequence = new Set(active);
  const before = entriesBeforeTail(active, own, logLength);
  const head = active.at(-1);
  return all.map((entry): JudgedEntry => {
    if (entry.flaw !== null) return { entry, state: "torn", reason: entry.flaw };
    if (entry.header.logGuid !== logGuid || logGuid === NIL_GUID) {
      const reason =
        logGuid === NIL_GUID
          ? "The header names no log, so no entry counts."
          : "It belongs to an earlier log: its log GUID is not the header's.";
      return { entry, state: "stale", reason };
    }
    if (inSequence.has(entry)) return { entry, state: "active", reason: "Part of the active sequence." };
    if (before.has(entry)) {
      return {
        entry,
        state: "before-tail",
        reason: "Older than the active sequence's tail, so already in its place.",
      };
    }
    const reason =
      head !== undefined
        ? `Not in the run that ends with sequence number ${head.header.sequenceNumber}, the greatest.`
        : own.size === 0
          ? "Whole, but the log's version is not defined, so no entry counts."
          : "Whole, but its run is no valid sequence: the tail of the run's last entry lies outside it.";
    return { entry, state: "superseded", reason };
  });
}

/** Whether every write of the sequence is one that the format allows; the first that is not is a finding. */
function* checkTargets(
  ring: LogRing,
  active: readonly LogEntry[],
  limit: number,
  findings: FindingList,
): Steps<void> {
  const { place } = ring;
  for (const entry of active) {
    for (const descriptor of descriptors(ring, entry)) {
      const target = targetOf(descriptor);
      const what = `Descriptor ${descriptor.index} of log entry ${hexText(entry.offset)}`;
      let problem: string | null = null;
      if (target === null) problem = "writes past 2^53";
      else if (target.start < LOGGABLE_FROM) problem = "writes over the file identifier or a header";
      else if (target.start < place.offset + place.length && target.end > place.offset)
        problem = "writes into the log itself";
      else if (descriptor.kind === "zero" && target.end > limit)
        problem = `zeros past the end of the file at ${sizeText(limit)}`;
      if (problem !== null) {
        findings.add("log-illegal-target", `${what} ${problem}; a log must not, so none of it is replayed.`, {
          structure: "Log",
          offset: ring.fileOffset(descriptor.logOffset),
          node: `log/entry/${entry.offset}`,
        });
        return;
      }
    }
    yield { done: 0, total: null };
  }
}

/** File size after entries up to `head` were replayed. */
export function sizeAfter(fileSize: number, head: LogEntry): number | null {
  const last = safeNumber(head.header.lastFileOffset);
  return last === null || last > Number.MAX_SAFE_INTEGER - MIB
    ? null
    : Math.max(fileSize, roundUp(last, MIB));
}

function* checkReplay(
  store: ReadableStore,
  ring: LogRing,
  active: readonly LogEntry[],
  findings: FindingList,
): Steps<number | null> {
  const place = { structure: "Log", offset: ring.place.offset, node: "log" };
  const head = active.at(-1);
  if (head === undefined) {
    findings.add(
      "log-no-valid-sequence",
      "The header names a log to replay, but the log holds no valid sequence of entries.",
      place,
    );
    return null;
  }
  const at = { ...place, offset: ring.fileOffset(head.offset), node: `log/entry/${head.offset}` };
  const { flushedFileOffset, lastFileOffset, sequenceNumber } = head.header;
  if (flushedFileOffset > BigInt(store.size)) {
    findings.add(
      "log-file-truncated",
      `When log entry ${sequenceNumber} was written the file had ${flushedFileOffset} bytes; now it has ${store.size}. It was cut off.`,
      at,
    );
    return null;
  }
  const size = sizeAfter(store.size, head);
  if (size === null) {
    findings.add("log-illegal-target", `The log wants the file to grow to ${lastFileOffset} bytes.`, at);
    return null;
  }
  if (lastFileOffset % BigInt(MIB) !== 0n) {
    findings.add(
      "log-last-offset-unaligned",
      `LastFileOffset ${lastFileOffset} is no multiple of 1 MiB; it is rounded up.`,
      at,
    );
  }
  yield* checkTargets(ring, active, size, findings);
  if (findings.hasFatal) return null;
  let grown = size;
  for (const entry of active) {
    for (const descriptor of descriptors(ring, entry))
      grown = Math.max(grown, targetOf(descriptor)?.end ?? 0);
    yield { done: 0, total: null };
  }
  findings.add(
    "log-needs-replay",
    `The log holds ${countText(active.length, "entry", "entries")} that ${active.length === 1 ? "was" : "were"} never applied.`,
    at,
  );
  return grown;
}

/**
 * Examines every sector of the ring, finds the active sequence, and says whether it may be replayed.
 *
 * @param store the original file.
 */
export function* scanLog(store: ReadableStore, headers: Headers, place: LogPlace): Steps<LogScan> {
  const findings = new FindingList();
  const ring = new LogRing(store, place);
  const logGuid = headers.active?.values.logGuid ?? NIL_GUID;
  const all = yield* readEntries(ring, logGuid, findings);
  const own = new Map<number, LogEntry>();
  const versionKnown = headers.active?.values.logVersion === 0;
  if (headers.dirty && versionKnown) {
    for (const entry of all)
      if (entry.flaw === null && entry.header.logGuid === logGuid) own.set(entry.offset, entry);
  }
  const active = findings.hasFatal ? [] : activeSequence(own, ring.length);
  const entries = judge(all, logGuid, active, own, ring.length);
  let sizeAfterReplay: number | null = headers.dirty ? null : store.size;
  if (headers.dirty && versionKnown && !findings.hasFatal)
    sizeAfterReplay = yield* checkReplay(store, ring, active, findings);

  const count = (state: LogEntryState) => entries.filter((each) => each.state === state).length;
  const remark = { structure: "Log", offset: place.offset, node: "log" };
  if (count("torn") > 0) {
    findings.add(
      "log-torn-entries",
      `${countText(count("torn"), "log entry is", "log entries are")} incomplete, as a crash leaves them.`,
      remark,
    );
  }
  if (count("stale") > 0) {
    findings.add(
      "log-stale-entries",
      `${countText(count("stale"), "log entry", "log entries")} of earlier logs can still be read.`,
      remark,
    );
  }
  return {
    ring,
    entries,
    active,
    replayable: headers.dirty && sizeAfterReplay !== null,
    sizeAfterReplay,
    findings: findings.items,
  };
}
