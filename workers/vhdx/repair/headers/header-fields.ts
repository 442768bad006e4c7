import { intersects } from "../../../bytes/intervals.ts";
import type { HeaderCopy } from "../../headers/headers.ts";
import { NIL_GUID } from "../../../shared/guid.ts";
import { MIB, reachesPast, safeNumber } from "../../../shared/numbers.ts";
import type { LogPlace } from "../../headers/log-place.ts";
import { HEADER_SIGNATURE, type HeaderValues } from "../../structs/header.ts";
import { wholeLogs } from "../log/find-log.ts";
import type { Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** The log's place as a header names it; null where no log can lie there. */
function namedLog(values: HeaderValues, fileSize: number): LogPlace | null {
  const offset = safeNumber(values.logOffset);
  const { logLength: length } = values;
  if (offset === null || offset < MIB || offset % MIB !== 0 || length === 0 || length % MIB !== 0)
    return null;
  return reachesPast(offset, length, fileSize) ? null : { offset, length };
}

/** Whether the file fits a header: its log overlaps no region, and has entries where it has to be replayed. */
function* fitsFile(state: RepairState, values: HeaderValues): Search<boolean> {
  const log = namedLog(values, state.stored.size);
  if (log === null) return false;
  const span = { start: log.offset, end: log.offset + log.length };
  const over = state.structures.regions.all.some(({ offset, length }) =>
    intersects(span, { start: offset, end: offset + length }),
  );
  if (over || values.logGuid === NIL_GUID) return !over;
  return (yield* wholeLogs(state, log)).some(({ guid }) => guid === values.logGuid);
}

/** Whether every field of a header has a value that programs write and that fits the file. The checksum is not checked. */
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

/** Names of the fields in which two headers differ, except for sequence number and checksum. */
export function differingFields(a: HeaderValues, b: HeaderValues): readonly string[] {
  return COMPARED.filter((name) => a[name] !== b[name]);
}
