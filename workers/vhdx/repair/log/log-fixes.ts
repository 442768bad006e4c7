import { MIB, roundUp, safeNumber } from "../../../shared/numbers.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { descriptors, targetOf } from "../../log/descriptors.ts";
import { header } from "../../structs/header.ts";
import { applyLog } from "../../write/apply-log.ts";
import { discardLog } from "../../write/discard-log.ts";
import { headerUpdate } from "../../headers/header-update.ts";
import { type Draft, fault, type Planning } from "../fix.ts";
import { newestLog } from "./find-log.ts";
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
  const found = state.with("log-needs-replay", "log-last-offset-unaligned");
  if (!state.canReplay || found.length === 0) return;
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
    apply: (target) => {
      const { store, newGuid } = target;
      const written = farthestWrite(state);
      target.growTo(size);
      applyLog(store, newGuid);
      if (keepLength) store.truncate(roundUp(Math.max(there, written), MIB));
      store.flush();
    },
  });
  yield fault("log-truncated", found, [apply(true), apply(false), discard]);
}

/** The greatest end, in bytes of the file, of all writes in the log. */
function farthestWrite({ scan }: RepairState): number {
  let end = 0;
  if (scan === null) return end;
  for (const entry of scan.active) {
    for (const descriptor of descriptors(scan.ring, entry))
      end = Math.max(end, targetOf(descriptor)?.end ?? 0);
  }
  return end;
}

/** An undefined log version; the entries may be of version 0 all the same. */
function* planVersion(state: RepairState): Planning {
  const found = state.with("log-version");
  const { active, log } = state.headers;
  if (found.length === 0 || active === null || log === null) return;
  const newest = yield* newestLog(state, log);
  const discard = discardDraft(state, "The changes in the log are lost.");
  if (newest === null || newest.guid !== active.values.logGuid) {
    yield fault("log-version", found, [discard]);
    return;
  }
  yield fault("log-version", found, [
    {
      id: "log-version-0",
      title: "Set the log's version to 0 and keep its entries",
      evidence: [
        `Read as version 0, the only version that is defined, the log holds ${countText(newest.entries, "whole entry", "whole entries")} in one sequence, with valid checksums.`,
      ],
      loss: "If the log really is of another version, its replay may be wrong.",
      place: headerPlace(state),
      apply: ({ store, newGuid }) => {
        const first = headerUpdate(active, { fileWriteGuid: newGuid(), logVersion: 0 });
        for (const update of [first, headerUpdate(first, {})]) {
          store.write(update.offset, update.bytes);
          store.flush();
        }
      },
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
  "log-zeros-beyond-file": "The changes in the log are lost; some of them can't be right.",
  "log-too-complex": "The changes in the log are lost; no program writes such a log.",
  "log-geometry": "The changes in the log are lost; its place is not known.",
  "log-in-header": "The changes in the log are lost; its place is not known.",
  "log-too-far": "The changes in the log are lost; its place is not known.",
  "log-too-long": "The changes in the log are lost; its place is not known.",
  "log-beyond-file": "The changes in the log are lost; its place is not known.",
  "log-missing": "The changes in the log are lost; its place is not known.",
  "log-none": "The changes in the log are lost; its place is not known.",
} as const;

function* planLost(state: RepairState): Planning {
  if (!state.headers.dirty) return;
  const codes = Object.keys(LOST) as (keyof typeof LOST)[];
  for (const code of codes) {
    const found = state.with(code);
    if (found.length === 0) continue;
    yield fault("log-lost", found, [discardDraft(state, LOST[code])]);
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
