import type { Finding } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB, roundUp } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { Bat } from "../bat/bat.ts";
import { offsetMibOf, stateOf } from "../bat/bat-bits.ts";
import { checkWholeBat } from "../bat/bat-check.ts";
import { BITMAP_BLOCK_SIZE, type Geometry } from "../../shared/geometry.ts";
import { type HeaderCopy, readHeaders } from "../headers/headers.ts";
import { readIdentifier } from "../headers/identifier.ts";
import { readStructures, type Structures } from "../image.ts";
import { scanLog } from "../log/scan.ts";
import { NOT_PRESENT, ZERO } from "../../shared/bat-states.ts";

/** What a writer must know of an image before its first write. */
export interface WritableImage {
  readonly active: HeaderCopy;
  readonly structures: Structures;
  readonly bat: Bat;
  /** For each MiB of the file the BAT index + 1 of the block there; null where the file is too large to tell. */
  readonly owners: Uint32Array | null;
  /** End in bytes of the block that lies last in the file. */
  readonly blocksEnd: number;
  /** Highest sequence number found in the log, 0 where there is none. */
  readonly lastSequence: bigint;
}

/**
 * Where the last of these blocks ends, in MiB; anchors count, as nobody else may use their place.
 *
 * @param first BAT index of the first of the words
 */
function lastEnd(words: Uint32Array, first: number, { chunkRatio, blockSize }: Geometry): number {
  let end = 0;
  let within = first % (chunkRatio + 1);
  for (let at = 0; at + 1 < words.length; at += 2, within++) {
    if (within > chunkRatio) within = 0;
    const low = words[at] ?? 0;
    const state = stateOf(low);
    if (state === NOT_PRESENT || state === ZERO) continue;
    const offset = offsetMibOf(low, words[at + 1] ?? 0);
    const size = within === chunkRatio ? BITMAP_BLOCK_SIZE : blockSize;
    if (offset !== 0) end = Math.max(end, offset + size / MIB);
  }
  return end;
}

function checkBat(store: ReadableStore, structures: Structures, bat: Bat) {
  let endMib = 0;
  const result = checkWholeBat(store, structures, bat, (words, first) => {
    endMib = Math.max(endMib, lastEnd(words, first, bat.geometry));
  });
  return { ...result, blocksEnd: endMib * MIB };
}

/** Why a disk with these findings must not be written, as a sentence with the worst of them; null where it may be written. */
export function writeObstacle(findings: readonly Finding[]): string | null {
  const worst =
    findings.find((each) => each.severity === "fatal") ?? findings.find((each) => each.severity === "error");
  return worst === undefined ? null : `The disk must not be written: ${worst.message} (${worst.code})`;
}

/**
 * Reads what a writer must know about an image, and refuses images that must not be written.
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
  const obstacle = writeObstacle(findings);
  if (obstacle !== null) return refuse(obstacle);
  const { active, log } = headers;
  if (active === null || log === null || bat === null || checked === null)
    return refuse("The disk can't be written.");
  // A kept place past the end of the file is no error by itself, but a block written to it would leave a gap in the file.
  if (checked.blocksEnd > roundUp(store.size, MIB) + bat.geometry.blockSize)
    return refuse("A block keeps its former place, past the end of the file; the disk must not be written.");
  let lastSequence = 0n;
  for (const { entry } of runSteps(scanLog(store, headers, log)).entries) {
    if (entry.flaw === null && entry.header.sequenceNumber > lastSequence)
      lastSequence = entry.header.sequenceNumber;
  }
  return { active, structures, bat, owners: checked.owners, blocksEnd: checked.blocksEnd, lastSequence };
}
