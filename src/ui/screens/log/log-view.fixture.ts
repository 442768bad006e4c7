import type { LogView, LogViewEntry } from "../../../../workers/api/index.ts";
import { NIL_GUID } from "../../../../workers/shared/guid.ts";

export const LOG_GUID = "283d8b86-25a3-80e8-01bc-b5ef8eafdfff";

export const logEntry = (part: Partial<LogViewEntry>): LogViewEntry => ({
  offset: 0,
  sequenceNumber: 1n,
  length: 8192,
  tail: 0,
  guid: LOG_GUID,
  flushedFileOffset: 0n,
  lastFileOffset: 0n,
  state: "stale",
  reason: "",
  descriptorCount: 0,
  order: null,
  ...part,
});

/** A clean, empty log. */
export const logView = (part: Partial<LogView>): LogView => ({
  isVhdx: true,
  headerValid: true,
  guid: NIL_GUID,
  offset: 1_048_576n,
  length: 1_048_576,
  entries: [],
  sizeAfterReplay: null,
  findings: [],
  ...part,
});
