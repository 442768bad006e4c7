import { VhdxError } from "../../shared/error.ts";
import { NIL_GUID, randomGuid } from "../../shared/guid.ts";
import { GIB, MIB, roundUp } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { sizeText } from "../../shared/text.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { SliceStore } from "../../store/slice-store.ts";
import type { ReadableStore, Store } from "../../store/store.ts";
import { type Headers, readHeaders } from "../headers/headers.ts";
import { replayHeaderUpdates } from "../headers/header-update.ts";
import type { LogPlace } from "../headers/log-place.ts";
import { ReplayedStore } from "../log/replay.ts";
import type { LogEntry } from "../log/entry.ts";
import { type LogScan, scanLog } from "../log/scan.ts";
import { readRegions } from "../regions/regions.ts";
import { guestSees } from "./guest-view.ts";
import type { GuidSource } from "./header-writer.ts";

const CHUNK = 4 * MIB;
/** The most bytes that a replay may write to the file: zero descriptors alone can cover terabytes, which would take forever. */
const MOST_WRITTEN = 2 * GIB;

const refuse = (message: string): never => {
  throw new VhdxError("not-available", message, { structure: "log" });
};

/**
 * Why a log must not be applied though its entries are whole, as a sentence: it lies over a region, by the region tables as they
 * are after the replay. Either its entries are another structure's bytes, or that structure is written over by the log. Null
 * where it lies over none.
 */
export function logOverlap(replayed: ReadableStore, log: LogPlace): string | null {
  const overlap = readRegions(replayed, log).all.find(
    ({ offset, length }) => offset < log.offset + log.length && log.offset < offset + length,
  );
  return overlap === undefined
    ? null
    : `The log and a region of the file overlap at ${sizeText(Math.max(log.offset, overlap.offset))}; the log must not be applied before that is repaired.`;
}

/** The replay of a sequence of a file's log. @throws VhdxError `not-available` where the log lies over a region. */
function replayOf(
  store: ReadableStore,
  { ring }: Pick<LogScan, "ring">,
  sequence: readonly LogEntry[],
): ReplayedStore {
  const replayed = runSteps(ReplayedStore.replay(store, ring, sequence));
  const overlap = logOverlap(replayed, ring.place);
  return overlap === null ? replayed : refuse(overlap);
}

/** The replay of a file's log. @throws VhdxError `not-available`, with the reason, where there must not be one. */
function wholeReplay(store: ReadableStore, headers: Headers): ReplayedStore {
  const { active, log } = headers;
  const scan = log === null ? null : runSteps(scanLog(store, headers, log));
  if (active !== null && scan?.replayable === true) return replayOf(store, scan, scan.active);
  const reason = [...(scan?.findings ?? []), ...headers.findings].find((each) => each.severity === "fatal");
  return refuse(reason?.message ?? "The log can't be replayed.");
}

/** Writes the runs of a replay, between the header updates around it. @param size of the file afterwards, bytes; it never shrinks */
function writeReplay(
  store: Store,
  { active }: Headers,
  replayed: ReplayedStore,
  size: number,
  newGuid: GuidSource,
  seen: boolean,
): void {
  if (active === null) return;
  const runs = [...replayed.writtenRuns()];
  const total = runs.reduce((sum, { start, end }) => sum + end - start, 0);
  if (total > MOST_WRITTEN)
    refuse(`The log writes ${sizeText(total)} of the file anew, more than can be done in one go.`);
  const more = seen ? { dataWriteGuid: newGuid() } : {};
  const { before, after } = replayHeaderUpdates(active, newGuid(), NIL_GUID, more);
  store.write(before.offset, before.bytes);
  // The new FileWriteGuid must be on stable storage before the first modification.
  store.flush();
  for (const run of runs) {
    for (let at = run.start; at < run.end; at += CHUNK) {
      const bytes = new Uint8Array(Math.min(CHUNK, run.end - at));
      replayed.read(at, bytes);
      store.write(at, bytes);
    }
  }
  if (store.size < size) store.truncate(size);
  // All of the replay must be on stable storage before LogGuid is cleared.
  store.flush();
  for (const update of after) {
    store.write(update.offset, update.bytes);
    store.flush();
  }
}

/**
 * Replays the log into the file itself (MS-VHDX 2.3.3). A crash at any moment leaves a file whose replay gives the same
 * result. Does nothing where the log is empty.
 *
 * @returns whether there was something to replay.
 * @throws VhdxError `not-available`, with the reason, where the format forbids the replay, where the log lies over a region, or
 *   where the replay writes more than 2 GiB; nothing is written then.
 */
export function applyLog(store: Store, newGuid: GuidSource = randomGuid): boolean {
  const headers = readHeaders(store);
  if (!headers.dirty) return false;
  const replayed = wholeReplay(store, headers);
  writeReplay(store, headers, replayed, replayed.size, newGuid, false);
  return true;
}

/**
 * Replays a part of the log, and gives the rest up. What the rest holds is lost, so DataWriteGuid changes.
 *
 * @param sequence from the tail to the head; all its writes must be allowed, and the file as long as the head says.
 * @throws VhdxError as `applyLog` does.
 */
export function applySequence(
  store: Store,
  scan: Pick<LogScan, "ring">,
  sequence: readonly LogEntry[],
  newGuid: GuidSource,
): void {
  const replayed = replayOf(store, scan, sequence);
  writeReplay(store, readHeaders(store), replayed, replayed.size, newGuid, true);
}

/**
 * Replays the log of a file that is shorter than its head entry says, which the format forbids: what lay past the end is lost.
 *
 * @param size that the file had, bytes.
 * @param extend whether the file gets its length back, with zeros; a guest may then read zeros where it could read nothing, so
 *   DataWriteGuid changes. Else the file grows only for the log's own writes, in whole MiB.
 * @throws VhdxError as `applyLog` does.
 */
export function applyLogToShort(store: Store, size: number, extend: boolean, newGuid: GuidSource): void {
  const headers = readHeaders(store);
  const there = store.size;
  const whole = new OverlayStore(store);
  if (size > there) whole.truncate(size);
  const replayed = wholeReplay(whole, headers);
  const ends = [...replayed.writtenRuns()].map(({ end }) => end);
  const shortEnd = roundUp(Math.max(there, ...ends.slice(-1)), MIB);
  const seen = extend && guestSees(new SliceStore(replayed, 0, there), replayed, [], headers.log);
  writeReplay(store, headers, replayed, extend ? replayed.size : shortEnd, newGuid, seen);
}
