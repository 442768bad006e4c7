import { VhdxError } from "../../shared/error.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { runSteps } from "../../bytes/steps.ts";
import type { Store } from "../../store/store.ts";
import { type Headers, readHeaders } from "../headers/headers.ts";
import { ReplayedStore } from "../log/replay.ts";
import { scanLog } from "../log/scan.ts";
import { guestSees } from "./guest-view.ts";
import { type GuidSource, updateHeaders } from "./header-writer.ts";

/**
 * Whether a guest sees a difference once the log is gone. Where the log can't be replayed, whole entries of it hold what was
 * written to the disk last; without such an entry no program could ever show anything but the file as it stands.
 */
function losesWrites(store: Store, headers: Headers): boolean {
  const { log, active } = headers;
  if (log === null || active === null) return true;
  const { replayable, ring, active: sequence, entries } = runSteps(scanLog(store, headers, log));
  if (!replayable)
    return entries.some(({ entry }) => entry.flaw === null && entry.header.logGuid === active.values.logGuid);
  const replayed = runSteps(ReplayedStore.replay(store, ring, sequence));
  return guestSees(replayed, store, [...replayed.writtenRuns()], log);
}

/**
 * Clears LogGuid in both headers, so that no log entry counts. The updates in the log are lost. FileWriteGuid is new, and
 * DataWriteGuid too where a guest sees that they are lost (MS-VHDX 2.2.2.1).
 *
 * @throws VhdxError `not-available` where no header is valid or the log is empty already; whatever the store throws.
 */
export function discardLog(store: Store, newGuid: GuidSource): void {
  const headers = readHeaders(store);
  const { active, dirty } = headers;
  if (active === null || !dirty) {
    throw new VhdxError("not-available", "The header names no log: there is nothing to discard.");
  }
  const data = losesWrites(store, headers) ? { dataWriteGuid: newGuid() } : {};
  updateHeaders(store, active, { ...data, fileWriteGuid: newGuid(), logGuid: NIL_GUID });
}
