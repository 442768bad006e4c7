import { randomGuid } from "../../shared/guid.ts";
import { roundDown } from "../../shared/numbers.ts";
import { type Store, readUpTo } from "../../store/store.ts";
import type { OverlayStore } from "../../store/overlay-store.ts";
import { REGION_TABLE_OFFSETS } from "../headers/header-section.ts";
import { readHeaders } from "../headers/headers.ts";
import type { LogPlace } from "../headers/log-place.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { type GuidSource, HeaderWriter } from "./header-writer.ts";
import { Journal } from "./journal.ts";
import type { LogUpdate } from "./log-entry.ts";

const [FIRST_LOGGED] = REGION_TABLE_OFFSETS;

/** Whole sectors that hold what was written; null where some of it is nothing that a log may write. */
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

/**
 * Brings what was written to an overlay into the file: through the log where the format wants that and the file has one that can
 * be used (region tables, metadata, BAT), so that a crash leaves all or nothing of what one entry holds (120 sectors; a field
 * takes one or two); else as it is, for headers and for files
 * that are being mended.
 *
 * @param changed over `store`; not grown
 * @param concerns whether a guest may see a difference, so that DataWriteGuid has to change
 * @throws VhdxError whatever the store throws.
 */
export function writeMetadata(
  store: Store,
  changed: OverlayStore,
  newGuid: GuidSource = randomGuid,
  concerns: "guest" | "file" = "guest",
): void {
  const { active, log, dirty } = readHeaders(store);
  const updates = log === null ? null : sectorsOf(changed, log);
  if (active === null || dirty || updates === null) {
    for (const { start, end } of [...changed.writtenRuns()])
      store.write(start, readUpTo(changed, start, end - start));
    store.flush();
    return;
  }
  const headers = new HeaderWriter(store, active, newGuid);
  // What a guest sees may change: the disk's size is metadata as well.
  if (concerns === "guest") headers.markData();
  const journal = new Journal(store, headers, 0n, newGuid);
  journal.commit(updates);
  journal.drain();
}
