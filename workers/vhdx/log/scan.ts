import type { Finding } from "../../api/index.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { MIB, roundUp, safeNumber } from "../../shared/numbers.ts";
import type { Steps } from "../../bytes/steps.ts";
import { countText, hexText, sizeText } from "../../shared/text.ts";
import type { ReadableStore } from "../../store/store.ts";
import { type FindingCode, FindingList } from "../findings/index.ts";
import { REGION_TABLE_OFFSETS } from "../headers/header-section.ts";
import type { Headers } from "../headers/headers.ts";
import type { LogPlace } from "../headers/log-place.ts";
import { descriptors, targetOf } from "./descriptors.ts";
import type { JudgedEntry, LogEntry } from "./entry.ts";
import { LogRing } from "./ring.ts";
import { addNoSequenceFindings, addOtherEntryFindings, addReplayFindings } from "./log-findings.ts";
import { activeSequence, entriesBeforeTail, type EntryMap } from "./sequence.ts";
import { surveyLog } from "./survey.ts";
import { nodeId } from "../../shared/node-id.ts";

/** The log of a file: its entries, the active sequence, and whether it may be replayed. */
export interface LogScan {
  readonly ring: LogRing;
  /** In the order of their log offsets. */
  readonly entries: readonly JudgedEntry[];
  /** The active sequence from the tail to the head; empty where nothing is to be replayed or no sequence is valid. */
  readonly active: readonly LogEntry[];
  /** Whether a replay is allowed; false on a clean log. */
  readonly replayable: boolean;
  /** File size in bytes after a full replay; the present size where none is needed; null where none is possible. */
  readonly sizeAfterReplay: number | null;
  readonly findings: readonly Finding[];
}

/** The most writes that a replay makes. The log of 1 MiB that Windows creates has room for 32,640. */
const MOST_WRITES = 1024 * 1024;

/** Descriptors that one step looks at: each 4 KiB of them may be a read of its own. */
const STEP = 1024;

/** First file offset that a log entry may write to: the identifier and the headers come before it. */
const LOGGABLE_FROM = REGION_TABLE_OFFSETS[0];

const logPlace = (ring: LogRing) => ({ structure: "Log", offset: ring.place.offset, node: nodeId("log") });

function judge(
  all: readonly LogEntry[],
  logGuid: string,
  active: readonly LogEntry[],
  own: EntryMap,
  logLength: number,
): readonly JudgedEntry[] {
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
          : "Whole, but in no valid sequence: the tail of the last entry of its run lies outside the run.";
    return { entry, state: "superseded", reason };
  });
}

/** How far the writes of a sequence reach, in bytes of the file. */
interface Reach {
  /** End of the write that reaches farthest. */
  readonly end: number;
  /** The run of zeros that reaches farthest. */
  readonly zeros: { readonly end: number; readonly entry: LogEntry } | null;
}

/**
 * Checks that the format allows every write of the sequence. The first write that is not allowed is a finding, and the rest is
 * not looked at.
 */
export function* checkTargets(
  ring: LogRing,
  active: readonly LogEntry[],
  findings: FindingList,
): Steps<Reach> {
  const { place } = ring;
  let end = 0;
  let zeros: Reach["zeros"] = null;
  let writes = 0;
  for (const entry of active) {
    writes += entry.header.descriptorCount;
    if (writes > MOST_WRITES) {
      const message = `The log asks for more than ${MOST_WRITES.toLocaleString("en-US")} writes.`;
      findings.add("log-too-complex", message, logPlace(ring));
      return { end, zeros };
    }
    for (const descriptor of descriptors(ring, entry)) {
      if (descriptor.index % STEP === STEP - 1) yield { done: 0, total: null };
      // A run of no bytes is written nowhere, whatever place it names.
      if (descriptor.length === 0n) continue;
      const target = targetOf(descriptor);
      const what = `Descriptor ${descriptor.index} of log entry ${hexText(entry.offset)}`;
      let problem: readonly [FindingCode, string] | null = null;
      if (target === null) problem = ["log-target-too-far", "writes past 2^53"];
      else if (target.start < LOGGABLE_FROM)
        problem = ["log-illegal-target", "writes over the file identifier or a header"];
      else if (target.start < place.offset + place.length && target.end > place.offset)
        problem = ["log-target-in-log", "writes into the log itself"];
      if (problem !== null) {
        findings.add(problem[0], `${what} ${problem[1]}; a log must not, so none of it is replayed.`, {
          structure: "Log",
          offset: ring.fileOffset(descriptor.logOffset),
          node: nodeId("log/entry", entry.offset),
        });
        return { end, zeros };
      }
      const reached = target?.end ?? 0;
      end = Math.max(end, reached);
      if (descriptor.kind === "zero" && reached > (zeros?.end ?? 0)) zeros = { end: reached, entry };
    }
    yield { done: 0, total: null };
  }
  return { end, zeros };
}

/**
 * The sequence that would be active if entries that write where no log may were no entries: what Microsoft's open-source reader
 * replays (decision 0008).
 *
 * @param logGuid of the active header.
 * @returns from the tail to the head; empty where there is none.
 */
export function* legalSequence(
  { ring, entries }: Pick<LogScan, "ring" | "entries">,
  logGuid: string,
): Steps<readonly LogEntry[]> {
  const legal = new Map<number, LogEntry>();
  for (const { entry } of entries) {
    if (entry.flaw !== null || entry.header.logGuid !== logGuid) continue;
    const refused = new FindingList();
    yield* checkTargets(ring, [entry], refused);
    if (!refused.hasFatal) legal.set(entry.offset, entry);
  }
  return activeSequence(legal, ring.length) ?? [];
}

/** File size in bytes after the entries up to `head` were replayed; null where it would reach 2^53. */
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
  const place = logPlace(ring);
  const head = active.at(-1);
  if (head === undefined) {
    findings.add(
      "log-no-valid-sequence",
      "The header names a log to replay, but the log holds no valid sequence of entries.",
      place,
    );
    return null;
  }
  const at = { ...place, offset: ring.fileOffset(head.offset), node: nodeId("log/entry", head.offset) };
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
    findings.add("log-target-too-far", `The log wants the file to grow to ${lastFileOffset} bytes.`, at);
    return null;
  }
  if (lastFileOffset % BigInt(MIB) !== 0n) {
    findings.add(
      "log-last-offset-unaligned",
      `LastFileOffset ${lastFileOffset} is not a multiple of 1 MiB; it is rounded up.`,
      at,
    );
  }
  const reach = yield* checkTargets(ring, active, findings);
  if (findings.hasFatal) return null;
  // An earlier entry may zero a run that a later entry cuts off.
  const said = active.reduce((end, entry) => Math.max(end, sizeAfter(store.size, entry) ?? 0), size);
  if (reach.zeros !== null && reach.zeros.end > said) {
    const { entry, end } = reach.zeros;
    findings.add(
      "log-zeros-beyond-file",
      `Log entry ${hexText(entry.offset)} writes zeros up to ${sizeText(end)}, past ${sizeText(said)}, where the file ends by its size and by LastFileOffset; the file grows to hold them.`,
      { structure: "Log", offset: ring.fileOffset(entry.offset), node: nodeId("log/entry", entry.offset) },
    );
  }
  findings.add(
    "log-needs-replay",
    `The log holds ${countText(active.length, "entry", "entries")} that ${active.length === 1 ? "was" : "were"} never applied.`,
    at,
  );
  const sizeAfterReplay = Math.max(size, reach.end);
  addReplayFindings(ring, active, store.size, sizeAfterReplay, findings);
  return sizeAfterReplay;
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
  const survey = yield* surveyLog(ring, logGuid);
  const own = new Map<number, LogEntry>();
  const versionKnown = headers.active?.values.logVersion === 0;
  if (headers.dirty && versionKnown) {
    for (const entry of survey.entries)
      if (entry.flaw === null && entry.header.logGuid === logGuid) own.set(entry.offset, entry);
  }
  const found = survey.tooComplex ? null : activeSequence(own, ring.length);
  if (found === null) {
    const message = "The log has so many entries, or so many that overlap, that checking them would not end.";
    findings.add("log-too-complex", message, logPlace(ring));
  }
  const active = found ?? [];
  const entries = judge(survey.entries, logGuid, active, own, ring.length);
  let sizeAfterReplay: number | null = headers.dirty ? null : store.size;
  if (headers.dirty && versionKnown && found !== null)
    sizeAfterReplay = yield* checkReplay(store, ring, active, findings);

  if (headers.dirty && versionKnown && active.length === 0 && found !== null)
    addNoSequenceFindings(ring, { any: survey.entries.length > 0, own: own.size }, findings);
  addOtherEntryFindings(ring, entries, survey.omitted, findings);
  return {
    ring,
    entries,
    active,
    replayable: headers.dirty && sizeAfterReplay !== null,
    sizeAfterReplay,
    findings: findings.items,
  };
}
