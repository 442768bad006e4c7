import { randomGuid } from "../../shared/guid.ts";
import { roundDown } from "../../shared/numbers.ts";
import { type Store, readUpTo } from "../../store/store.ts";
import type { OverlayStore } from "../../store/overlay-store.ts";
import { REGION_TABLE_OFFSETS } from "../headers/header-section.ts";
import { type Headers, readHeaders } from "../headers/headers.ts";
import type { LogPlace } from "../headers/log-place.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { type GuidSource, HeaderWriter } from "./header-writer.ts";
import { Journal } from "./journal.ts";
import type { LogUpdate } from "./log-entry.ts";

const [FIRST_LOGGED] = REGION_TABLE_OFFSETS;

/** The whole 4 KiB sectors that were changed; null where a log must not write one of them. */
function sectorsOf(changed: OverlayStore, log: LogPlace): LogUpdate[] | null {
  const starts = new Set<number>();
  for (const { start, end } of changed.writtenRuns()) {
    const inLog = start < log.offset + log.length && end > log.offset;
    if (start < FIRST_LOGGED || inLog) return null;
    for (let at = roundDown(start, LOG_SECTOR); at < end; at += LOG_SECTOR) starts.add(at);
  }
  return [...starts]
    .toSorted((a, b) => a - b)
    .map((offset) => {
      const bytes = new Uint8Array(LOG_SECTOR);
      bytes.set(readUpTo(changed, offset, LOG_SECTOR));
      return { kind: "data", offset, bytes };
    });
}

/** Writes the changes of an overlay in place, without the log. @param changed an overlay of `store` */
export function writeInPlace(store: Store, changed: OverlayStore): void {
  for (const { start, end } of [...changed.writtenRuns()])
    store.write(start, readUpTo(changed, start, end - start));
  store.flush();
}

/** The changes of an overlay as updates of the log; null where the file has no log that can take them. */
function updatesOf({ log, dirty }: Headers, changed: OverlayStore): readonly LogUpdate[] | null {
  return log === null || dirty ? null : sectorsOf(changed, log);
}

/**
 * Writes the changes of an overlay through the log, where the file has one that can be used, else in place.
 *
 * @param changed an overlay of `store` with the same size
 * @param headers of the session; they must have been updated for the changes
 * @throws VhdxError whatever the store throws.
 */
export function journalChanges(
  store: Store,
  changed: OverlayStore,
  headers: HeaderWriter,
  newGuid: GuidSource,
): void {
  const updates = updatesOf(readHeaders(store), changed);
  if (updates === null) return writeInPlace(store, changed);
  const journal = new Journal(store, headers, 0n, newGuid);
  journal.commit(updates);
  journal.drain();
}

/**
 * Writes the changes of an overlay to the file. Region tables, metadata and BAT go through the log, where the file has one that
 * can be used: a crash then leaves all or nothing of what one log entry holds (120 sectors; a field takes one or two). Headers,
 * and changes that repair a file without a usable log, are written in place.
 *
 * @param changed an overlay of `store` with the same size
 * @param concerns `guest` where a guest may see a difference, so that DataWriteGuid has to change
 * @throws VhdxError whatever the store throws.
 */
export function writeMetadata(
  store: Store,
  changed: OverlayStore,
  newGuid: GuidSource = randomGuid,
  concerns: "guest" | "file" = "guest",
): void {
  const found = readHeaders(store);
  if (found.active === null || updatesOf(found, changed) === null) return writeInPlace(store, changed);
  const headers = new HeaderWriter(store, found.active, newGuid);
  // Metadata can change what a guest sees: the size of the disk is one of its items.
  if (concerns === "guest") headers.markData();
  journalChanges(store, changed, headers, newGuid);
}
