import { VhdxError } from "../../shared/error.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import type { Store } from "../../store/store.ts";
import { headerUpdate } from "../headers/header-update.ts";
import { readHeaders } from "../headers/headers.ts";
import type { GuidSource } from "./header-writer.ts";

/**
 * Clears LogGuid in both headers, so that no log entry counts. The updates in the log are lost.
 *
 * @throws VhdxError `not-available` where no header is valid or the log is empty already.
 */
export function discardLog(store: Store, newGuid: GuidSource): void {
  const { active, dirty } = readHeaders(store);
  if (active === null || !dirty) {
    throw new VhdxError("not-available", "The header names no log: there is nothing to discard.");
  }
  const first = headerUpdate(active, { fileWriteGuid: newGuid(), logGuid: NIL_GUID });
  for (const update of [first, headerUpdate(first, {})]) {
    store.write(update.offset, update.bytes);
    // The other header must stay whole until this one is on stable storage.
    store.flush();
  }
}
