import type { Finding } from "../../../api/index.ts";
import { byteErrorOf } from "../../../bytes/crc32c-error.ts";
import { NIL_GUID } from "../../../shared/guid.ts";
import { decode, encode } from "../../../bytes/struct.ts";
import { hexText } from "../../../shared/text.ts";
import { readUpTo, type Store } from "../../../store/store.ts";
import { headerUpdate } from "../../headers/header-update.ts";
import type { FindingCode } from "../../findings/index.ts";
import type { HeaderCopy } from "../../headers/headers.ts";
import { header, type HeaderValues } from "../../structs/header.ts";
import { type Draft, fault, type Planning, type Search } from "../fix.ts";
import { differingFields, isPlausible } from "./header-fields.ts";
import { logPlaceDrafts } from "./log-place-fix.ts";
import { newHeaderDrafts } from "./new-headers.ts";
import type { RepairState } from "../state.ts";

const other = (headers: RepairState["headers"], copy: 1 | 2): HeaderCopy =>
  headers.copies[copy === 1 ? 1 : 0];

const placeOf = ({ offset }: HeaderCopy) => ({ offset, length: header.fields.reserved.offset });

/** Writes a header as it is and waits until it is on stable storage. */
function put(store: Store, { offset }: HeaderCopy, values: Partial<HeaderValues>): void {
  store.write(offset, encode(header, values));
  store.flush();
}

/** A header whose checksum fails because of one byte: with that byte as it was, the checksum proves the rest. */
function* byteDraft(
  state: RepairState,
  copy: HeaderCopy,
): Search<(Draft & { readonly sequenceNumber: bigint }) | null> {
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
    title: `Put one byte of header ${copy.copy} back`,
    evidence: [
      `Byte ${wrong.at} of header ${copy.copy} is ${hexText(stood, 2)}. With ${hexText(right, 2)} the checksum matches, and no other single byte makes it match.`,
      "So all other bytes of it are as they were written.",
    ],
    loss: null,
    place: placeOf(copy),
    sequenceNumber: values.sequenceNumber,
    apply: ({ store }) => {
      store.write(copy.offset, bytes);
      store.flush();
    },
  };
}

/** The damaged header anew from the one that is in use. */
function copyDraft(active: HeaderCopy, damaged: HeaderCopy): Draft {
  const differing = differingFields(active.values, damaged.values);
  return {
    id: `header-from-copy/${damaged.copy}`,
    title: `Rebuild header ${damaged.copy} from header ${active.copy}`,
    evidence: [
      `Header ${active.copy} is whole: signature and checksum match. It has sequence number ${active.values.sequenceNumber}.`,
      differing.length === 0
        ? `Header ${damaged.copy} says the same in every field that can still be read.`
        : `Header ${damaged.copy} says something else in ${differing.join(", ")}; its checksum does not match, so it can't be relied on.`,
    ],
    loss: null,
    place: placeOf(damaged),
    apply: ({ store, newGuid }) => {
      const update = headerUpdate(active, { fileWriteGuid: newGuid() });
      store.write(update.offset, update.bytes);
      store.flush();
    },
  };
}

/** Takes a header as it stands, whose checksum does not match. */
function checksumDraft(copy: HeaderCopy): Draft {
  return {
    id: `header-checksum/${copy.copy}`,
    title: `Take header ${copy.copy} as it stands and mend its checksum`,
    evidence: [
      `Every field of header ${copy.copy} is a possible value: version 1, and a place for the log inside the file.`,
      "Which of its bytes are wrong is not known.",
    ],
    loss: "Where the damage is in DataWriteGuid, children of this disk no longer know it as their parent.",
    place: placeOf(copy),
    apply: ({ store }) => put(store, copy, copy.values),
  };
}

function* planDamagedCopy(state: RepairState, finding: Finding): Planning {
  const { active, copies } = state.headers;
  const damaged = copies.find(({ valid }) => !valid);
  if (active === null || damaged === undefined) return;
  const byte = yield* byteDraft(state, damaged);
  const copy = copyDraft(active, damaged);
  // A header that one byte mends was the current one where its number is the greater.
  const newer = byte !== null && byte.sequenceNumber > active.values.sequenceNumber;
  const drafts = byte === null ? [copy] : newer ? [byte, copy] : [copy, byte];
  yield fault(`header-copy/${damaged.copy}`, [finding], drafts);
}

function* planBothDamaged(state: RepairState, findings: readonly Finding[]): Planning {
  const byNumber = state.headers.copies.toSorted((a, b) =>
    a.values.sequenceNumber < b.values.sequenceNumber ? 1 : -1,
  );
  const bytes: (Draft & { readonly sequenceNumber: bigint })[] = [];
  const plausible: Draft[] = [];
  for (const copy of byNumber) {
    const byte = yield* byteDraft(state, copy);
    if (byte !== null) bytes.push(byte);
    if (yield* isPlausible(copy, state)) plausible.push(checksumDraft(copy));
  }
  const newest = bytes.toSorted((a, b) => (a.sequenceNumber < b.sequenceNumber ? 1 : -1));
  const anew = yield* newHeaderDrafts(state);
  yield fault("headers-both", findings, [...newest, ...plausible, ...anew]);
}

/** Two valid headers with one number: the user says which one is current. */
function* planTie(state: RepairState, findings: readonly Finding[]): Planning {
  const drafts = state.headers.copies.map((copy): Draft => ({
    id: `header-keep/${copy.copy}`,
    title: `Take header ${copy.copy} as the current one`,
    evidence: [
      `Header ${copy.copy} ${copy.values.logGuid === NIL_GUID ? "names no log to replay" : "names a log to replay"}; they differ in ${differingFields(copy.values, other(state.headers, copy.copy).values).join(", ") || "reserved bytes"}.`,
    ],
    loss: `What header ${copy.copy === 1 ? 2 : 1} says otherwise is given up.`,
    place: placeOf(other(state.headers, copy.copy)),
    apply: ({ store, newGuid }) => {
      const update = headerUpdate(copy, { fileWriteGuid: newGuid() });
      store.write(update.offset, update.bytes);
      store.flush();
    },
  }));
  // One that asks for a replay is taken first: what its log holds can still be given up afterwards.
  yield fault(
    "headers-tie",
    findings,
    drafts.toSorted((a) =>
      state.headers.copies[a.id.endsWith("1") ? 0 : 1].values.logGuid === NIL_GUID ? 1 : -1,
    ),
  );
}

/** Numbers that can't go up any more start anew: all that counts is which of the two is greater. */
function* planExhausted(state: RepairState, findings: readonly Finding[]): Planning {
  const { active } = state.headers;
  if (active === null) return;
  const passive = other(state.headers, active.copy);
  const start = {
    ...active.values,
    sequenceNumber: 2n,
    reserved: new Uint8Array(header.fields.reserved.length),
  };
  yield fault("header-sequence", findings, [
    {
      id: "header-count-anew",
      title: "Start the headers' sequence numbers anew",
      evidence: [
        `Header ${active.copy} has number ${active.values.sequenceNumber}, the largest there is. Nothing but their order counts.`,
      ],
      loss: null,
      place: placeOf(active),
      apply: ({ store }) => {
        // The other one stops being valid first, so that at no moment both count.
        store.write(passive.offset, new Uint8Array(header.size));
        store.flush();
        put(store, active, start);
        put(store, passive, { ...start, sequenceNumber: 1n });
      },
    },
  ]);
}

/** A log version that is not defined on a log that is empty: only the number is wrong. */
function* planLogVersion(state: RepairState, findings: readonly Finding[]): Planning {
  const { active } = state.headers;
  if (active === null) return;
  yield fault("header-log-version", findings, [
    {
      id: "header-log-version",
      title: "Set the log's version to 0",
      evidence: [
        "The log is empty, so its version says nothing about what it holds. Only version 0 is defined.",
      ],
      loss: null,
      place: placeOf(other(state.headers, active.copy)),
      apply: ({ store, newGuid }) => {
        const first = headerUpdate(active, { fileWriteGuid: newGuid(), logVersion: 0 });
        for (const update of [first, headerUpdate(first, {})]) {
          store.write(update.offset, update.bytes);
          store.flush();
        }
      },
    },
  ]);
}

/** Codes of a log that can't be where the header says. */
const LOG_PLACE = [
  "log-geometry",
  "log-none",
  "log-in-header",
  "log-too-far",
  "log-too-long",
  "log-beyond-file",
] as const;

/** Faults of the two headers, MS-VHDX 2.2.2, and of the place that they give the log. */
export function* planHeaders(state: RepairState): Planning {
  const ask = (
    code: FindingCode,
    plan: (state: RepairState, found: readonly Finding[]) => Planning,
  ): Planning | readonly [] => {
    const found = state.with(code);
    return found.length === 0 ? [] : plan(state, found);
  };
  for (const finding of state.with("header-copy-damaged")) yield* planDamagedCopy(state, finding);
  yield* ask("no-valid-header", planBothDamaged);
  yield* ask("header-sequence-tie", planTie);
  yield* ask("header-sequence-exhausted", planExhausted);
  yield* ask("log-version-ignored", planLogVersion);
  const misplaced = state.headers.dirty ? [] : state.with(...LOG_PLACE);
  if (misplaced.length > 0) yield fault("header-log-place", misplaced, yield* logPlaceDrafts(state));
}
