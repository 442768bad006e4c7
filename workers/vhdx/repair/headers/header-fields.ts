import { intersects } from "../../../bytes/intervals.ts";
import type { HeaderCopy } from "../../headers/headers.ts";
import { NIL_GUID } from "../../../shared/guid.ts";
import { MIB, reachesPast, safeNumber } from "../../../shared/numbers.ts";
import type { LogPlace } from "../../headers/log-place.ts";
import { HEADER_SIGNATURE, type HeaderValues } from "../../structs/header.ts";
import { newestLog } from "../log/find-log.ts";
import type { Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** The log's place as a header names it, null where none can lie there. */
function namedLog(values: HeaderValues, fileSize: number): LogPlace | null {
  const offset = safeNumber(values.logOffset);
  const { logLength: length } = values;
  if (offset === null || offset < MIB || offset % MIB !== 0 || length === 0 || length % MIB !== 0)
    return null;
  return reachesPast(offset, length, fileSize) ? null : { offset, length };
}

/** Whether the file is what a header says of it: its log lies over no region, and is there where it is to be replayed. */
function* fitsFile(state: RepairState, values: HeaderValues): Search<boolean> {
  const log = namedLog(values, state.stored.size);
  if (log === null) return false;
  const span = { start: log.offset, end: log.offset + log.length };
  const over = state.structures.regions.all.some(({ offset, length }) =>
    intersects(span, { start: offset, end: offset + length }),
  );
  if (over || values.logGuid === NIL_GUID) return !over;
  const newest = yield* newestLog(state, log);
  return newest?.guid === values.logGuid;
}

/** Whether every field of a header is one that a writer leaves, and the rest of the file agrees, whatever its checksum says. */
export function* isPlausible({ values }: HeaderCopy, state: RepairState): Search<boolean> {
  return (
    values.signature === HEADER_SIGNATURE &&
    values.version === 1 &&
    values.logVersion === 0 &&
    values.fileWriteGuid !== NIL_GUID &&
    values.dataWriteGuid !== NIL_GUID &&
    (yield* fitsFile(state, values))
  );
}

const COMPARED = [
  "fileWriteGuid",
  "dataWriteGuid",
  "logGuid",
  "logVersion",
  "version",
  "logLength",
  "logOffset",
] as const;

/** Names of the fields in which two headers differ, but for the sequence number and the checksum. */
export function differingFields(a: HeaderValues, b: HeaderValues): readonly string[] {
  return COMPARED.filter((name) => a[name] !== b[name]);
}
