import type { Finding } from "../../api/index.ts";
import { crc32cWithout } from "../../bytes/crc32c.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { MIB } from "../../shared/numbers.ts";
import { decode } from "../../bytes/struct.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import { isZero } from "../../bytes/zero.ts";
import { FindingList, traceText } from "../findings/index.ts";
import { HEADER_OFFSETS } from "./header-section.ts";
import { checkActiveHeader, checkHeaderSlots, checkSpareHeader } from "./header-checks.ts";
import { checkLogPlace, type LogPlace } from "./log-place.ts";
import { header, HEADER_SIGNATURE, type HeaderValues } from "../structs/header.ts";
import { nodeId } from "../../shared/node-id.ts";

/** One of the two headers as read. */
export interface HeaderCopy {
  readonly copy: 1 | 2;
  readonly offset: number;
  readonly values: HeaderValues;
  readonly computedChecksum: number;
  /** Whether signature and checksum match. The version does not matter here: it is checked on the active header only. */
  readonly valid: boolean;
}

export interface Headers {
  readonly copies: readonly [HeaderCopy, HeaderCopy];
  /** The current header; null where neither is valid, or where two valid ones contradict each other. */
  readonly active: HeaderCopy | null;
  /** The log's place; null where the active header names no usable one. */
  readonly log: LogPlace | null;
  /** Whether the active header names a log that may have to be replayed. */
  readonly dirty: boolean;
  readonly findings: readonly Finding[];
}

function readCopy(store: ReadableStore, copy: 1 | 2): HeaderCopy {
  const offset = HEADER_OFFSETS[copy - 1] ?? 0;
  const bytes = new Uint8Array(header.size);
  bytes.set(readUpTo(store, offset, header.size));
  const values = decode(header, bytes);
  const computedChecksum = crc32cWithout(bytes, header.fields.checksum.offset);
  const valid = values.signature === HEADER_SIGNATURE && values.checksum === computedChecksum;
  return { copy, offset, values, computedChecksum, valid };
}

const structureName = (copy: HeaderCopy) => `Header ${copy.copy}`;
const place = (copy: HeaderCopy) => ({
  structure: structureName(copy),
  offset: copy.offset,
  node: nodeId("header", copy.copy),
});

function sameBytes(a: HeaderValues, b: HeaderValues): boolean {
  return (Object.keys(a) as (keyof HeaderValues)[]).every((name) => String(a[name]) === String(b[name]));
}

/** Whether every field of a header is possible by itself, although the checksum does not match. */
function isWholeButForChecksum({ values }: HeaderCopy): boolean {
  return (
    values.signature === HEADER_SIGNATURE &&
    values.version === 1 &&
    values.logVersion === 0 &&
    values.fileWriteGuid !== NIL_GUID &&
    values.dataWriteGuid !== NIL_GUID &&
    values.logLength > 0 &&
    values.logLength % MIB === 0 &&
    values.logOffset % BigInt(MIB) === 0n &&
    isZero(values.reserved)
  );
}

/** MS-VHDX 2.2.2: the valid header with the greater sequence number; equal ones only where they are identical. */
function choose(first: HeaderCopy, second: HeaderCopy, findings: FindingList): HeaderCopy | null {
  if (!first.valid && !second.valid) {
    const what = "Neither of the two headers has a matching signature and checksum.";
    // Damage by chance hardly spares every field but the checksum in both.
    const known = [first, second].every(isWholeButForChecksum);
    const message = known ? `${what} ${traceText("cloud-hypervisor-6844")}` : what;
    findings.add("no-valid-header", message, {
      structure: "Headers",
      offset: first.offset,
      node: nodeId("header", 1),
    });
    return null;
  }
  for (const [damaged, other] of [
    [first, second],
    [second, first],
  ] as const) {
    if (damaged.valid) continue;
    const cause = damaged.values.signature === HEADER_SIGNATURE ? "checksum" : "signature";
    findings.add(
      "header-copy-damaged",
      `${structureName(damaged)}'s ${cause} does not match; ${structureName(other)} is used.`,
      place(damaged),
    );
    return other;
  }
  if (first.values.sequenceNumber !== second.values.sequenceNumber) {
    return first.values.sequenceNumber > second.values.sequenceNumber ? first : second;
  }
  if (sameBytes(first.values, second.values)) {
    findings.add(
      "headers-identical",
      `Both headers are the same, sequence number included. ${traceText("disk2vhd")}`,
      {
        ...place(first),
      },
    );
    return first;
  }
  findings.add(
    "header-sequence-tie",
    `Both headers carry sequence number ${first.values.sequenceNumber} but differ, so neither is current.`,
    place(first),
  );
  return null;
}

function checkVersions(active: HeaderCopy, dirty: boolean, findings: FindingList): void {
  const { version, logVersion, sequenceNumber } = active.values;
  if (version !== 1) {
    findings.add(
      "unsupported-version",
      `The header says format version ${version}; only version 1 is defined.`,
      place(active),
    );
  }
  if (logVersion !== 0) {
    const what = `The log has version ${logVersion}; only version 0 is defined.`;
    if (dirty) findings.add("log-version", `${what} It can't be replayed.`, place(active));
    else
      findings.add(
        "log-version-ignored",
        `${what} There is nothing to replay, so it does no harm.`,
        place(active),
      );
  }
  if (sequenceNumber === 0xffff_ffff_ffff_ffffn) {
    findings.add(
      "header-sequence-exhausted",
      "The sequence number is the largest there is, so no header update can follow.",
      {
        ...place(active),
      },
    );
  }
}

/** Reads both headers, chooses the active one, and checks the place of the log that it names. */
export function readHeaders(store: ReadableStore): Headers {
  const findings = new FindingList();
  const first = readCopy(store, 1);
  const second = readCopy(store, 2);
  const active = choose(first, second, findings);
  const dirty = active !== null && active.values.logGuid !== NIL_GUID;
  let log: LogPlace | null = null;
  if (active !== null) {
    checkVersions(active, dirty, findings);
    checkActiveHeader(active.values, place(active), findings);
    log = checkLogPlace(active.values, place(active), dirty, store.size, findings);
    const spare = active === first ? second : first;
    if (spare.valid) checkSpareHeader(active.values, spare.values, place(spare), findings);
  }
  checkHeaderSlots(store, findings);
  return { copies: [first, second], active, log, dirty, findings: findings.items };
}
