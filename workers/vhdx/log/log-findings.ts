import type { LogEntryState } from "../../api/index.ts";
import { MIB } from "../../shared/numbers.ts";
import { countText, hexText, sizeText } from "../../shared/text.ts";
import type { FindingCode, FindingList, FindingPlace } from "../findings/index.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { descriptorSectors, type LogEntry } from "./entry.ts";
import type { LogRing } from "./ring.ts";
import type { JudgedEntry } from "./entry.ts";
import { nodeId } from "../../shared/node-id.ts";

const entryPlace = (ring: LogRing, { offset }: LogEntry): FindingPlace => ({
  structure: "Log",
  offset: ring.fileOffset(offset),
  node: nodeId("log/entry", offset),
});

/**
 * Adds findings about the entries that a replay applies: what is unusual in them but does no harm (MS-VHDX 2.3.1).
 *
 * @param active from the tail to the head.
 * @param fileSize bytes, before the replay.
 * @param sizeAfterReplay bytes.
 */
export function addReplayFindings(
  ring: LogRing,
  active: readonly LogEntry[],
  fileSize: number,
  sizeAfterReplay: number,
  findings: FindingList,
): void {
  const head = active.at(-1);
  const tail = active[0];
  if (head === undefined || tail === undefined) return;
  /** Adds a finding only for the first entry of its kind; a log can have thousands. */
  const first = (code: FindingCode, entry: LogEntry | undefined, message: (entry: LogEntry) => string) => {
    if (entry !== undefined) findings.add(code, message(entry), entryPlace(ring, entry));
  };
  if (active.every(({ header }) => header.descriptorCount === 0))
    first("log-replay-changes-nothing", head, () => "The entries to replay write nothing.");
  if (sizeAfterReplay > fileSize) {
    const by = sizeText(sizeAfterReplay - fileSize);
    first("log-grows-file", head, () => `The replay makes the file ${by} longer.`);
  }
  first(
    "log-sequence-wraps",
    active.find(({ offset }) => offset < tail.offset),
    () => "The active sequence continues here, at the start of the ring.",
  );
  first(
    "log-entry-padding",
    active.find(({ header, dataDescriptors }) => {
      const used = descriptorSectors(header.descriptorCount) + dataDescriptors;
      return header.entryLength > used * LOG_SECTOR;
    }),
    ({ offset }) => `Log entry ${hexText(offset)} is longer than what it holds.`,
  );
  first(
    "log-entry-reserved",
    active.find(({ header }) => header.reserved !== 0),
    ({ offset }) => `The reserved field of log entry ${hexText(offset)} is not zero.`,
  );
  first(
    "log-earlier-file-longer",
    active.find((entry) => entry !== head && entry.header.flushedFileOffset > BigInt(fileSize)),
    ({ header }) => `When it was written the file had ${header.flushedFileOffset} bytes.`,
  );
  if (head.header.flushedFileOffset % BigInt(MIB) !== 0n) {
    const message = `FlushedFileOffset ${head.header.flushedFileOffset} is not a multiple of 1 MiB.`;
    first("log-flushed-offset-unaligned", head, () => message);
  }
}

/** Adds findings that say why there is nothing to replay although the header names a log (MS-VHDX 2.3.2). */
export function addNoSequenceFindings(
  ring: LogRing,
  found: { readonly any: boolean; readonly own: number },
  findings: FindingList,
): void {
  const place = { structure: "Log", offset: ring.place.offset, node: nodeId("log") };
  if (!found.any) findings.add("log-blank", "No sector of the log holds an entry.", place);
  if (found.own === 0) return;
  const what = found.own === 1 ? "1 entry of this log is" : `${found.own} entries of this log are`;
  const message = `${what} whole, but the oldest one that the newest needs is not among them.`;
  findings.add("log-tail-missing", message, place);
}

/**
 * Adds findings about the entries in the ring that a replay does not apply.
 *
 * @param omitted how many entries are not in the list.
 */
export function addOtherEntryFindings(
  ring: LogRing,
  entries: readonly JudgedEntry[],
  omitted: number,
  findings: FindingList,
): void {
  const addCount = (code: FindingCode, number: number, one: string, many: string, rest: string) => {
    const place = { structure: "Log", offset: ring.place.offset, node: nodeId("log") };
    if (number > 0) findings.add(code, `${countText(number, one, many)} ${rest}`, place);
  };
  const count = (state: LogEntryState) => entries.filter((each) => each.state === state).length;
  const replays = entries.some(({ state }) => state === "active");
  addCount(
    "log-entries-before-tail",
    count("before-tail"),
    "log entry is",
    "log entries are",
    "older than the active sequence's tail: already in place.",
  );
  addCount(
    "log-superseded-entries",
    replays ? count("superseded") : 0,
    "whole log entry is",
    "whole log entries are",
    "not part of the active sequence.",
  );
  addCount(
    "log-torn-entries",
    count("torn"),
    "log entry is",
    "log entries are",
    "incomplete: cut off by a crash, or written over since.",
  );
  addCount(
    "log-stale-entries",
    count("stale"),
    "log entry",
    "log entries",
    "of earlier logs can still be read.",
  );
  addCount(
    "log-entries-omitted",
    omitted,
    "more log entry",
    "more log entries",
    "that no replay needs: not listed.",
  );
}
