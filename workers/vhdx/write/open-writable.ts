import type { Finding } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB, roundUp } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import { runSteps } from "../../bytes/steps.ts";
import type { ReadableStore } from "../../store/store.ts";
import { Bat } from "../bat/bat.ts";
import { type BatCheckResult, checkWholeBat } from "../bat/bat-check.ts";
import { type FreeMib, ListedOwners, UnnamedMib } from "../bat/free-mib.ts";
import { type HeaderCopy, type Headers, readHeaders } from "../headers/headers.ts";
import { type Identifier, readIdentifier } from "../headers/identifier.ts";
import { readStructures, type Structures } from "../image.ts";
import { type LogScan, scanLog } from "../log/scan.ts";

/** What was read of an image already: complete and up to date. */
export interface KnownImage {
  readonly identifier: Pick<Identifier, "findings">;
  readonly headers: Headers;
  readonly structures: Structures;
  /** The check of the whole BAT; null where there is no BAT. */
  readonly check: Pick<BatCheckResult, "findings" | "blocksEnd" | "named"> | null;
  /** MiBs in which no block lies; null where the file is too large to tell. */
  readonly free: FreeMib | null;
  /** Null where the log was not read. Sequence numbers may then start anywhere, because each log has a GUID of its own. */
  readonly log: Pick<LogScan, "entries"> | null;
}

/** What a writer must know about an image before its first write. */
export interface WritableImage extends Pick<KnownImage, "structures"> {
  /** MiBs that hold no block, and that no entry names. */
  readonly free: FreeMib;
  readonly active: HeaderCopy;
  readonly bat: Bat;
  /** End in bytes of the last block in the file, where it is past the end of the file. */
  readonly blocksEnd: number;
  /** Highest sequence number found in the log, 0 where there is none. */
  readonly lastSequence: bigint;
}

/** Why a disk with these findings must not be written, as a sentence with the worst of them; null where it may be written. */
export function writeObstacle(findings: readonly Finding[]): string | null {
  const worst =
    findings.find((each) => each.severity === "fatal") ?? findings.find((each) => each.severity === "error");
  return worst === undefined ? null : `The disk must not be written: ${worst.message} (${worst.code})`;
}

const refuse = (message: string): never => {
  throw new VhdxError("not-available", message, { structure: "file" });
};

function readImage(store: ReadableStore, headers: Headers): KnownImage {
  const identifier = readIdentifier(store);
  const structures = readStructures(store, headers.log);
  const { bat } = structures;
  const check = bat === null ? null : checkWholeBat(store, structures, bat);
  const free = check === null || check.owners === null ? null : new ListedOwners(check.owners);
  const log = headers.log === null ? null : runSteps(scanLog(store, headers, headers.log));
  return { identifier, headers, structures, check, free, log };
}

/**
 * Reads what a writer must know about an image, and refuses images that must not be written.
 *
 * @param known what was read already; it is not read again.
 * @throws VhdxError `not-available`, naming the finding, where writing could make things worse; a log that has to be replayed
 *   first is one.
 */
export function openWritable(store: ReadableStore, known: KnownImage | null = null): WritableImage {
  const headers = known?.headers ?? readHeaders(store);
  if (headers.dirty) refuse("The log has to be replayed before the disk is written.");
  const { identifier, structures, check, free, log } = known ?? readImage(store, headers);
  const findings = [
    ...identifier.findings,
    ...headers.findings,
    ...structures.findings,
    ...(check?.findings ?? []),
  ];
  const obstacle = writeObstacle(findings);
  if (obstacle !== null) refuse(obstacle);
  const { active } = headers;
  const { regions, geometry } = structures;
  if (active === null || headers.log === null || regions.bat === null || geometry === null || check === null)
    return refuse("The disk can't be written.");
  // A kept place past the end of the file is no error by itself, but a block written to it would leave a gap in the file.
  if (check.blocksEnd > roundUp(store.size, MIB) + geometry.blockSize)
    return refuse("A block keeps its former place, past the end of the file; the disk must not be written.");
  let lastSequence = 0n;
  for (const { entry } of log?.entries ?? []) {
    if (entry.flaw === null && entry.header.sequenceNumber > lastSequence)
      lastSequence = entry.header.sequenceNumber;
  }
  // One of its own: what is known may have been read through a cache.
  const bat = new Bat(store, geometry, regions.bat.offset, regions.bat.length);
  if (free === null) {
    const reason = "it is not known whether blocks share a place; the disk must not be written.";
    return refuse(`The file has ${sizeText(store.size)}, more than any VHDX needs: ${reason}`);
  }
  return {
    active,
    structures,
    bat,
    free: new UnnamedMib(free, check.named),
    blocksEnd: check.blocksEnd,
    lastSequence,
  };
}
