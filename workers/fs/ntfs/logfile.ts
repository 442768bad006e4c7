import { decode } from "../../bytes/struct.ts";
import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { applyFixup } from "./fixup.ts";
import { restartArea, restartPage } from "./structs/restart.ts";

/** What $LogFile says of the last unmount. */
export type LogState = "clean" | "not clean" | "unreadable";

const NONE = 0xffff;
const UNMOUNTED = 2;
const PAGE = 4096;
const ERASED = 0xff;

/** A restart area; null where the page has none. */
function areaAt(log: ReadableStore, offset: number) {
  const bytes = tryRead(log, offset, PAGE);
  if (bytes === null) return null;
  const page = decode(restartPage, bytes);
  if (page.signature !== "RSTR" || page.systemPageSize < 512 || page.systemPageSize > PAGE) return null;
  const fixed = applyFixup(bytes.subarray(0, page.systemPageSize), page.usaOffset, page.usaCount);
  if (fixed === null || page.restartOffset + restartArea.size > fixed.sound) return null;
  return decode(restartArea, fixed.bytes, page.restartOffset);
}

/**
 * Whether $LogFile was closed, so that it holds nothing that is not on the volume. It is not replayed.
 *
 * @param log content of $LogFile; null where it can't be opened
 */
export function logState(log: ReadableStore | null): LogState {
  const first = log === null ? null : tryRead(log, 0, Math.min(PAGE, log.size));
  if (log === null || first === null || first.length < PAGE) return "unreadable";
  // A log that was emptied, as ntfs-3g and mkntfs leave it.
  if (first.every((byte) => byte === ERASED)) return "clean";
  const areas = [areaAt(log, 0), areaAt(log, PAGE)].filter((area) => area !== null);
  const [newest] = areas.sort((a, b) => (a.currentLsn < b.currentLsn ? 1 : -1));
  if (newest === undefined) return "unreadable";
  return newest.usedClients === NONE || (newest.flags & UNMOUNTED) !== 0 ? "clean" : "not clean";
}
