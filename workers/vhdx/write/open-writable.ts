import { VhdxError } from "../../bytes/error.ts";
import { runSteps } from "../../bytes/steps.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { Bat } from "../bat.ts";
import { BatCheck } from "../bat-check.ts";
import { BAT_ENTRY_SIZE } from "../geometry.ts";
import { type HeaderCopy, readHeaders } from "../headers.ts";
import { readIdentifier, readStructures, type Structures } from "../image.ts";
import { scanLog } from "../log/scan.ts";

/** What a writer must know of an image before its first write. */
export interface WritableImage {
  readonly active: HeaderCopy;
  readonly structures: Structures;
  readonly bat: Bat;
  /** For each MiB of the file the BAT index + 1 of the block there; null where the file is too large to tell. */
  readonly owners: Uint32Array | null;
  /** Highest sequence number found in the log, 0 where there is none. */
  readonly lastSequence: bigint;
}

const CHUNK = 4 * 1024 * 1024;

function checkBat(store: ReadableStore, structures: Structures, bat: Bat) {
  const check = new BatCheck(bat, store.size, structures.occupied);
  for (let at = 0; at < bat.byteLength; at += CHUNK) {
    const bytes = new Uint8Array(Math.min(CHUNK, bat.byteLength - at));
    store.read(bat.offset + at, bytes);
    check.feed(new Uint32Array(bytes.buffer, 0, (bytes.length / BAT_ENTRY_SIZE) * 2));
  }
  return check.result();
}

/**
 * Reads what has to be known before an image is written, and refuses those that must not be.
 *
 * @throws VhdxError `not-available`, naming the finding, where writing could make things worse; a log that has to be replayed
 *   first is one.
 */
export function openWritable(store: ReadableStore): WritableImage {
  const refuse = (message: string): never => {
    throw new VhdxError("not-available", message, { structure: "file" });
  };
  const identifier = readIdentifier(store);
  const headers = readHeaders(store);
  if (headers.dirty) return refuse("The log has to be replayed before the disk is written.");
  const structures = readStructures(store, headers.log);
  const { bat } = structures;
  const checked = bat === null ? null : checkBat(store, structures, bat);
  const findings = [
    ...identifier.findings,
    ...headers.findings,
    ...structures.findings,
    ...(checked?.findings ?? []),
  ];
  const worst =
    findings.find((each) => each.severity === "fatal") ?? findings.find((each) => each.severity === "error");
  if (worst !== undefined) return refuse(`The disk must not be written: ${worst.message} (${worst.code})`);
  const { active, log } = headers;
  if (active === null || log === null || bat === null || checked === null)
    return refuse("The disk can't be written.");
  let lastSequence = 0n;
  for (const { entry } of runSteps(scanLog(store, headers, log)).entries) {
    if (entry.flaw === null && entry.header.sequenceNumber > lastSequence)
      lastSequence = entry.header.sequenceNumber;
  }
  return { active, structures, bat, owners: checked.owners, lastSequence };
}
