import type { Finding } from "../../../api/index.ts";
import { byteErrorOf } from "../../../bytes/crc32c-error.ts";
import { NIL_GUID } from "../../../shared/guid.ts";
import { decode, encode } from "../../../bytes/struct.ts";
import { hexText } from "../../../shared/text.ts";
import { readUpTo, type Store } from "../../../store/store.ts";
import type { FindingCode } from "../../findings/index.ts";
import { type HeaderCopy, readHeaders } from "../../headers/headers.ts";
import { header } from "../../structs/header.ts";
import { type GuidSource, updateHeaders } from "../../write/header-writer.ts";
import { type Draft, fault, type Planning, type Search } from "../fix.ts";
import { differingFields, isPlausible } from "./header-fields.ts";
import { logPlaceDrafts } from "./log-place-fix.ts";
import { newHeaderDrafts } from "./new-headers.ts";
import type { RepairState } from "../state.ts";

const other = (headers: RepairState["headers"], copy: 1 | 2): HeaderCopy =>
  headers.copies[copy === 1 ? 1 : 0];

type Numbered = { readonly sequenceNumber: bigint };

/** Compares by sequence number. Those of one number stay in their order. */
const newestFirst = (a: Numbered, b: Numbered) =>
  a.sequenceNumber === b.sequenceNumber ? 0 : a.sequenceNumber < b.sequenceNumber ? 1 : -1;

const placeOf = ({ offset }: HeaderCopy) => ({ offset, length: header.fields.reserved.offset });

/** Makes a damaged header valid, then updates both as for any change of the file. @param bytes of the header. */
function restore(store: Store, { offset }: HeaderCopy, bytes: Uint8Array, newGuid: GuidSource): void {
  store.write(offset, bytes);
  store.flush();
  const { active } = readHeaders(store);
  // The restored header is not valid after all, or now there are two of one number: both stay as they are.
  if (active !== null) updateHeaders(store, active, { fileWriteGuid: newGuid() });
}

/** A header whose checksum fails because of a single byte: with that byte restored, the checksum proves the rest. */
function* byteDraft(state: RepairState, copy: HeaderCopy): Search<(Draft & Numbered) | null> {
  const wrong = byteErrorOf(header.size, copy.values.checksum ^ copy.computedChecksum);
  if (wrong === null) return null;
  const bytes = new Uint8Array(header.size);
  bytes.set(readUpTo(state.stored, copy.offset, header.size));
  const stood = bytes[wrong.at] ?? 0;
  const right = stood ^ wrong.mask;
  bytes[wrong.at] = right;
  const values = decode(header, bytes);
  const { checksum } = header.fields;
  const inChecksum = wrong.at >= checksum.offset && wrong.at < checksum.offset + checksum.length;
  if (inChecksum || !(yield* isPlausible({ ...copy, values }, state))) return null;
  return {
    id: `header-byte/${copy.copy}`,
    title: `Restore one byte of header ${copy.copy}`,
    evidence: [
      `Byte ${wrong.at} of header ${copy.copy} is ${hexText(stood, 2)}. With ${hexText(right, 2)} the checksum matches, and no other single byte makes it match.`,
      "So all its other bytes are as they were written.",
    ],
    loss: null,
    place: placeOf(copy),
    sequenceNumber: values.sequenceNumber,
    apply: ({ store, newGuid }) => restore(store, copy, bytes, newGuid),
  };
}

/** Rebuilds the damaged header from the active one. */
function copyDraft(active: HeaderCopy, damaged: HeaderCopy): Draft {
  const differing = differingFields(active.values, damaged.values);
  return {
    id: `header-from-copy/${damaged.copy}`,
    title: `Rebuild header ${damaged.copy} from header ${active.copy}`,
    evidence: [
      `Header ${active.copy} is whole: signature and checksum match. It has sequence number ${active.values.sequenceNumber}.`,
      differing.length === 0
        ? `Header ${damaged.copy} has the same values in every field that can still be read.`
        : `Header ${damaged.copy} differs in ${differing.join(", ")}; its checksum does not match, so it can't be relied on.`,
    ],
    loss: null,
    place: placeOf(damaged),
    apply: ({ store, newGuid }) => updateHeaders(store, active, { fileWriteGuid: newGuid() }),
  };
}

/** Keeps a header whose checksum does not match, and updates the checksum. */
function checksumDraft(copy: HeaderCopy): Draft {
  return {
    id: `header-checksum/${copy.copy}`,
    title: `Keep header ${copy.copy} as it is and update its checksum`,
    evidence: [
      `Every field of header ${copy.copy} is a possible value: version 1, and a place for the log inside the file.`,
      "Which of its bytes are wrong is not known.",
    ],
    loss: "If the damage is in DataWriteGuid, checkpoints and other disks made from this disk no longer accept this disk as their parent.",
    place: placeOf(copy),
    apply: ({ store, newGuid }) => restore(store, copy, encode(header, copy.values), newGuid),
  };
}

function* planDamagedCopy(state: RepairState, finding: Finding): Planning {
  const { active, copies } = state.headers;
  const damaged = copies.find(({ valid }) => !valid);
  if (active === null || damaged === undefined) return;
  const byte = yield* byteDraft(state, damaged);
  const copy = copyDraft(active, damaged);
  // A header that one restored byte makes valid was the active one if it has the greater sequence number.
  const newer = byte !== null && byte.sequenceNumber > active.values.sequenceNumber;
  const drafts = byte === null ? [copy] : newer ? [byte, copy] : [copy, byte];
  yield fault(`header-copy/${damaged.copy}`, [finding], drafts);
}

function* planBothDamaged(state: RepairState, findings: readonly Finding[]): Planning {
  const byNumber = state.headers.copies.toSorted((a, b) => newestFirst(a.values, b.values));
  const bytes: (Draft & Numbered)[] = [];
  const plausible: Draft[] = [];
  for (const copy of byNumber) {
    const byte = yield* byteDraft(state, copy);
    if (byte !== null) bytes.push(byte);
    if (yield* isPlausible(copy, state)) plausible.push(checksumDraft(copy));
  }
  const newest = bytes.toSorted(newestFirst);
  const anew = yield* newHeaderDrafts(state);
  yield fault("headers-both", findings, [...newest, ...plausible, ...anew]);
}

const namesLog = ({ values }: HeaderCopy) => values.logGuid !== NIL_GUID;

/** Two valid headers with the same sequence number: the user chooses the active one. */
function* planTie(state: RepairState, findings: readonly Finding[]): Planning {
  // The header with a log to replay is recommended: the log can still be discarded afterwards.
  const copies = state.headers.copies.toSorted((a, b) => Number(namesLog(b)) - Number(namesLog(a)));
  const drafts = copies.map((copy): Draft => ({
    id: `header-keep/${copy.copy}`,
    title: `Make header ${copy.copy} the active one`,
    evidence: [
      `Header ${copy.copy} ${namesLog(copy) ? "names a log to replay" : "names no log to replay"}; they differ in ${differingFields(copy.values, other(state.headers, copy.copy).values).join(", ") || "reserved bytes"}.`,
    ],
    loss: `The different values of header ${copy.copy === 1 ? 2 : 1} are lost.`,
    place: placeOf(other(state.headers, copy.copy)),
    apply: ({ store, newGuid }) => updateHeaders(store, copy, { fileWriteGuid: newGuid() }),
  }));
  yield fault("headers-tie", findings, drafts);
}

/**
 * Sequence numbers that can't grow any more restart: only which of the two is greater counts. The other header is written too, so
 * it need not be whole.
 */
function* planExhausted(state: RepairState, findings: readonly Finding[]): Planning {
  const { active } = state.headers;
  if (active === null) return;
  yield fault("header-sequence", findings, [
    {
      id: "header-count-anew",
      title: "Restart the headers' sequence numbers",
      evidence: [
        `Header ${active.copy} has number ${active.values.sequenceNumber}, the largest possible. Only the order of the two numbers counts.`,
      ],
      loss: null,
      place: placeOf(active),
      apply: ({ store, newGuid }) => updateHeaders(store, active, { fileWriteGuid: newGuid() }),
    },
  ]);
}

/** The fields in which two headers of one disk may differ: a writer changes them in each session. */
const SESSION: readonly string[] = ["version", "fileWriteGuid", "dataWriteGuid"];

/** An active header of an undefined version over another one of version 1: what QEMU reads the file by (decision 0007). */
function* planFormatVersion(state: RepairState, findings: readonly Finding[]): Planning {
  const { active } = state.headers;
  if (active === null) return;
  const spare = other(state.headers, active.copy);
  const differing = differingFields(active.values, spare.values);
  const alike = differing.every((name) => SESSION.includes(name));
  if (!spare.valid || !alike || !(yield* isPlausible(spare, state))) return;
  const newData = spare.values.dataWriteGuid !== active.values.dataWriteGuid;
  yield fault("header-version", findings, [
    {
      id: `header-version/${spare.copy}`,
      title: `Read the file as version 1, by header ${spare.copy}`,
      evidence: [
        `Header ${spare.copy} is whole and says version 1; the newer header ${active.copy} says version ${active.values.version}. They differ in ${differing.join(", ")}, and agree on the log.`,
      ],
      loss: "If a program for another version wrote the newer header, it may have written structures that are read wrongly as version 1.",
      place: placeOf(active),
      apply: ({ store, newGuid }) => {
        // It follows the newer header, so that both slots can be written one after the other.
        const values = { ...spare.values, sequenceNumber: active.values.sequenceNumber };
        const data = newData ? { dataWriteGuid: newGuid() } : {};
        updateHeaders(store, { copy: spare.copy, values }, { ...data, fileWriteGuid: newGuid() });
      },
    },
  ]);
}

/** An undefined log version on an empty log: only the number is wrong. */
function* planLogVersion(state: RepairState, findings: readonly Finding[]): Planning {
  const { active } = state.headers;
  if (active === null) return;
  yield fault("header-log-version", findings, [
    {
      id: "header-log-version",
      title: "Set the log's version to 0",
      evidence: ["The log is empty, so its version affects nothing. Only version 0 is defined."],
      loss: null,
      place: placeOf(other(state.headers, active.copy)),
      apply: ({ store, newGuid }) =>
        updateHeaders(store, active, { fileWriteGuid: newGuid(), logVersion: 0 }),
    },
  ]);
}

/** Codes for a log that can't lie where the header says. */
const LOG_PLACE = [
  "log-geometry",
  "log-none",
  "log-in-header",
  "log-too-far",
  "log-too-long",
  "log-beyond-file",
] as const;

/** Faults of the two headers, MS-VHDX 2.2.2, and of the log's place that they name. */
export function* planHeaders(state: RepairState): Planning {
  const ask = (
    code: FindingCode,
    plan: (state: RepairState, found: readonly Finding[]) => Planning,
  ): Planning | readonly [] => {
    const found = state.with(code);
    return found.length === 0 ? [] : plan(state, found);
  };
  const damaged = state.with("header-copy-damaged");
  const exhausted = state.with("header-sequence-exhausted");
  if (exhausted.length > 0) yield* planExhausted(state, [...exhausted, ...damaged]);
  else for (const finding of damaged) yield* planDamagedCopy(state, finding);
  yield* ask("no-valid-header", planBothDamaged);
  yield* ask("header-sequence-tie", planTie);
  yield* ask("unsupported-version", planFormatVersion);
  yield* ask("log-version-ignored", planLogVersion);
  const misplaced = state.headers.dirty ? [] : state.with(...LOG_PLACE);
  if (misplaced.length > 0) yield fault("header-log-place", misplaced, yield* logPlaceDrafts(state));
}
