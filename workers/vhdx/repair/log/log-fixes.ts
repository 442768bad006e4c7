import { MIB, roundUp, safeNumber } from "../../../shared/numbers.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { header } from "../../structs/header.ts";
import { applyLog, applyLogToShort, applySequence, logOverlap } from "../../write/apply-log.ts";
import { discardLog } from "../../write/discard-log.ts";
import { updateHeaders } from "../../write/header-writer.ts";
import { legalSequence, sizeAfter } from "../../log/scan.ts";
import { type Draft, fault, type Planning, quietly, type Search } from "../fix.ts";
import { wholeLogs } from "./find-log.ts";
import type { RepairState } from "../state.ts";

/** Bytes. A log that asks for a longer file than this was not written for a real disk. */
const LARGEST_GROWTH = 1024 * 1024 * MIB;

const headerPlace = ({ headers }: RepairState) => ({
  offset: headers.copies[0].offset,
  length: header.fields.reserved.offset,
});

/** How many entries are whole and have the log's GUID, though they form no sequence. */
function wholeEntries({ scan, headers }: RepairState): number {
  const guid = headers.active?.values.logGuid;
  return (
    scan?.entries.filter(({ entry }) => entry.flaw === null && entry.header.logGuid === guid).length ?? 0
  );
}

function discardDraft(state: RepairState, loss: string): Draft {
  const count = wholeEntries(state);
  return {
    id: "log-discard",
    title: "Discard the log",
    evidence: [
      count === 0
        ? "The log holds no whole entry with the GUID that the header names."
        : `The log holds ${countText(count, "whole entry", "whole entries")} with the GUID that the header names.`,
      "Without the log the disk reads as the file stores it, which is possible.",
    ],
    loss,
    place: headerPlace(state),
    apply: ({ store, newGuid }) => discardLog(store, newGuid),
  };
}

/** A sound log that has to be replayed. */
function* planReplay(state: RepairState): Planning {
  const found = state.with("log-needs-replay", "log-last-offset-unaligned", "log-zeros-beyond-file");
  if (!state.canReplay || found.length === 0) return;
  // A region table may be wrong, or the log's place: with the tables repaired the log can still be applied.
  const { log } = state.headers;
  if (log !== null && logOverlap(state.store, log) !== null) return;
  const apply: Draft = {
    id: "log-apply",
    title: "Apply the log",
    evidence: [
      "Its entries are whole and form one sequence. Hyper-V would apply them before it attaches the disk.",
    ],
    loss: null,
    place: headerPlace(state),
    apply: ({ store, newGuid }) => {
      applyLog(store, newGuid);
    },
  };
  yield fault("log-replay", found, [
    apply,
    discardDraft(state, "The changes in the log are lost, and structures may be left half changed."),
  ]);
}

/** A file that is shorter than its log says. */
function* planTruncated(state: RepairState): Planning {
  const found = state.with("log-file-truncated");
  const head = state.scan?.active.at(-1);
  if (found.length === 0 || head === undefined) return;
  const flushed = safeNumber(head.header.flushedFileOffset);
  const there = state.stored.size;
  const discard = discardDraft(
    state,
    "The changes in the log are lost, among them the places of blocks that are still in the file.",
  );
  if (flushed === null || flushed - there > LARGEST_GROWTH) {
    yield fault("log-truncated", found, [discard]);
    return;
  }
  const size = roundUp(flushed, MIB);
  const missing = sizeText(size - there);
  const evidence = [
    `The log has ${countText(state.scan?.active.length ?? 0, "whole entry", "whole entries")} in one sequence. When the last of them was written, the file had ${sizeText(flushed)}; now it has ${sizeText(there)}.`,
    "The entries themselves were on stable storage and can be relied on; only what lay past the present end is missing.",
  ];
  const apply = (keepLength: boolean): Draft => ({
    id: keepLength ? "log-apply-short" : "log-apply-extended",
    title: keepLength
      ? "Apply the log to what is left of the file"
      : "Extend the file with zeros and apply the log",
    evidence,
    loss: keepLength
      ? `The ${missing} past the end are not in the file. Blocks that lay there stay unreadable.`
      : `The ${missing} past the end are not in the file. Blocks that lay there read as zeros; which blocks those are is not known.`,
    place: headerPlace(state),
    apply: ({ store, newGuid }) => applyLogToShort(store, size, !keepLength, newGuid),
  });
  yield fault("log-truncated", found, [apply(true), apply(false), discard]);
}

/** An undefined log version; the entries may be of version 0 all the same. */
function* planVersion(state: RepairState): Planning {
  const found = state.with("log-version");
  const { active, log } = state.headers;
  if (found.length === 0 || active === null || log === null) return;
  const own = (yield* wholeLogs(state, log)).find(({ guid }) => guid === active.values.logGuid);
  const discard = discardDraft(state, "The changes in the log are lost.");
  if (own === undefined) {
    yield fault("log-version", found, [discard]);
    return;
  }
  yield fault("log-version", found, [
    {
      id: "log-version-0",
      title: "Set the log's version to 0 and keep its entries",
      evidence: [
        `Read as version 0, the only version that is defined, the log holds ${countText(own.active.length, "whole entry", "whole entries")} in one sequence, with valid checksums.`,
      ],
      loss: "If the log really is of another version, its replay may be wrong.",
      place: headerPlace(state),
      apply: ({ store, newGuid }) =>
        updateHeaders(store, active, { fileWriteGuid: newGuid(), logVersion: 0 }),
    },
    discard,
  ]);
}

/** For logs that can only be discarded: what is lost. */
const LOST = {
  "log-no-valid-sequence":
    "Changes that were only in the log when the host stopped are lost; structures may be left half changed.",
  "log-illegal-target": "The changes in the log are lost; some of them can't be right.",
  "log-target-in-log": "The changes in the log are lost; some of them can't be right.",
  "log-target-too-far": "The changes in the log are lost; some of them can't be right.",
  "log-too-complex": "The changes in the log are lost; no program writes such a log.",
  "log-geometry": "The changes in the log are lost; its place is not known.",
  "log-in-header": "The changes in the log are lost; its place is not known.",
  "log-too-far": "The changes in the log are lost; its place is not known.",
  "log-too-long": "The changes in the log are lost; its place is not known.",
  "log-beyond-file": "The changes in the log are lost; its place is not known.",
  "log-missing": "The changes in the log are lost; its place is not known.",
  "log-none": "The changes in the log are lost; its place is not known.",
} as const;

/** Codes of logs of which an entry writes where no log may. */
const ILLEGAL: readonly string[] = ["log-illegal-target", "log-target-in-log", "log-target-too-far"];

/** Applies the log as if its entries that write where no log may were no entries; null where nothing is left of it then. */
function* legalDraft(state: RepairState): Search<Draft | null> {
  const { scan, stored, headers } = state;
  if (scan === null || headers.active === null || headers.log === null) return null;
  const { logGuid } = headers.active.values;
  const sequence = yield* quietly(legalSequence(scan, logGuid));
  const head = sequence.at(-1);
  if (head === undefined || head.header.flushedFileOffset > BigInt(stored.size)) return null;
  if (sizeAfter(stored.size, head) === null || logOverlap(stored, headers.log) !== null) return null;
  const left = countText(wholeEntries(state) - sequence.length, "whole entry", "whole entries");
  return {
    id: "log-apply-before",
    title: `Apply the log up to entry ${head.header.sequenceNumber}`,
    evidence: [
      `${countText(sequence.length, "entry", "entries")} of the log form one sequence, and write only where a log may. Microsoft's open-source reader takes an entry that writes elsewhere as none, and so replays this sequence.`,
    ],
    loss: `The changes in the rest of the log, ${left}, are lost.`,
    place: headerPlace(state),
    apply: ({ store, newGuid }) => applySequence(store, scan, sequence, newGuid),
  };
}

function* planLost(state: RepairState): Planning {
  if (!state.headers.dirty) return;
  const codes = Object.keys(LOST) as (keyof typeof LOST)[];
  for (const code of codes) {
    const found = state.with(code);
    if (found.length === 0) continue;
    const part = ILLEGAL.includes(code) ? yield* legalDraft(state) : null;
    yield fault("log-lost", found, [...(part === null ? [] : [part]), discardDraft(state, LOST[code])]);
    return;
  }
}

/** Faults of the log, MS-VHDX 2.3. */
export function* planLog(state: RepairState): Planning {
  if (state.headers.active === null) return;
  yield* planReplay(state);
  yield* planTruncated(state);
  yield* planVersion(state);
  yield* planLost(state);
}
