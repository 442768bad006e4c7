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

/** A file longer than this by its log is one that nobody's disk wrote. */
const LARGEST_GROWTH = 1024 * 1024 * MIB;

const headerPlace = ({ headers }: RepairState) => ({
  offset: headers.copies[0].offset,
  length: header.fields.reserved.offset,
});

/** Entries that are whole and carry the log's GUID, though no sequence can be made of them. */
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
      "Without it the disk is as it stands in the file, which can be read.",
    ],
    loss,
    place: headerPlace(state),
    apply: ({ store, newGuid }) => discardLog(store, newGuid),
  };
}

/** A log that is sound asks for its replay. */
function* planReplay(state: RepairState): Planning {
  const found = state.with("log-needs-replay", "log-last-offset-unaligned");
  if (!state.canReplay || found.length === 0) return;
  const apply: Draft = {
    id: "log-apply",
    title: "Apply the log",
    evidence: [
      "Its entries are whole and in one sequence. Whoever attaches the disk would apply them first.",
    ],
    loss: null,
    place: headerPlace(state),
    apply: ({ store, newGuid }) => {
      applyLog(store, newGuid);
    },
  };
  yield fault("log-replay", found, [
    apply,
    discardDraft(state, "The changes in the log are given up, and structures may be left half changed."),
  ]);
}

/** A file that is shorter than its log knows it. */
function* planTruncated(state: RepairState): Planning {
  const found = state.with("log-file-truncated");
  const head = state.scan?.active.at(-1);
  if (found.length === 0 || head === undefined) return;
  const flushed = safeNumber(head.header.flushedFileOffset);
  const there = state.stored.size;
  const discard = discardDraft(
    state,
    "The changes in the log are given up, among them where blocks lie that are still in the file.",
  );
  if (flushed === null || flushed - there > LARGEST_GROWTH) {
    yield fault("log-truncated", found, [discard]);
    return;
  }
  const size = roundUp(flushed, MIB);
  const missing = sizeText(size - there);
  const evidence = [
    `The log has ${countText(state.scan?.active.length ?? 0, "whole entry", "whole entries")} in one sequence. When the last of them was written, the file had ${sizeText(flushed)}; now it has ${sizeText(there)}.`,
    "What the entries hold was on stable storage, so it is right; only what lay past the present end is missing.",
  ];
  const apply = (keepLength: boolean): Draft => ({
    id: keepLength ? "log-apply-short" : "log-apply-extended",
    title: keepLength
      ? "Apply the log to what is left of the file"
      : "Extend the file with zeros and apply the log",
    evidence,
    loss: keepLength
      ? `The ${missing} past the end are not in the file. Blocks that lay there stay unreadable.`
      : `The ${missing} past the end are not in the file. Blocks that lay there read as zeros, and nothing says which.`,
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

/** End of the log's write that reaches farthest. */
function farthestWrite({ scan }: RepairState): number {
  let end = 0;
  if (scan === null) return end;
  for (const entry of scan.active) {
    for (const descriptor of descriptors(scan.ring, entry))
      end = Math.max(end, targetOf(descriptor)?.end ?? 0);
  }
  return end;
}

/** A version of the log that is not defined; its entries may be those of version 0 all the same. */
function* planVersion(state: RepairState): Planning {
  const found = state.with("log-version");
  const { active, log } = state.headers;
  if (found.length === 0 || active === null || log === null) return;
  const newest = yield* newestLog(state, log);
  const discard = discardDraft(state, "The changes in the log are given up.");
  if (newest === null || newest.guid !== active.values.logGuid) {
    yield fault("log-version", found, [discard]);
    return;
  }
  yield fault("log-version", found, [
    {
      id: "log-version-0",
      title: "Take the log as one of version 0",
      evidence: [
        `By the rules of version 0, the only one there is, it holds ${countText(newest.entries, "whole entry", "whole entries")} in one sequence, checksums included.`,
      ],
      loss: "If the log is of a version of its own after all, its replay may be wrong.",
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

/** Logs that nothing can be done with. */
const LOST = {
  "log-no-valid-sequence":
    "What was being written when the host stopped is lost as far as it was in the log alone; structures may be left half changed.",
  "log-illegal-target": "What the log holds is given up; some of it can't be right.",
  "log-target-in-log": "What the log holds is given up; some of it can't be right.",
  "log-target-too-far": "What the log holds is given up; some of it can't be right.",
  "log-zeros-beyond-file": "What the log holds is given up; some of it can't be right.",
  "log-too-complex": "What the log holds is given up; no writer leaves such a log.",
  "log-geometry": "What the log held is given up; nobody can say where it was.",
  "log-in-header": "What the log held is given up; nobody can say where it was.",
  "log-too-far": "What the log held is given up; nobody can say where it was.",
  "log-too-long": "What the log held is given up; nobody can say where it was.",
  "log-beyond-file": "What the log held is given up; nobody can say where it was.",
  "log-missing": "What the log held is given up; nobody can say where it was.",
  "log-none": "What the log held is given up; nobody can say where it was.",
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

/** What is to become of the log, MS-VHDX 2.3. */
export function* planLog(state: RepairState): Planning {
  if (state.headers.active === null) return;
  yield* planReplay(state);
  yield* planTruncated(state);
  yield* planVersion(state);
  yield* planLost(state);
}
