import { NIL_GUID } from "../../../shared/guid.ts";
import type { HeaderCopy, Headers } from "../../../vhdx/headers/headers.ts";

/** GUIDs of a header, in the order in which they are named. */
const GUIDS = [
  ["fileWriteGuid", "FileWriteGuid"],
  ["dataWriteGuid", "DataWriteGuid"],
] as const;

/**
 * @param known GUIDs of the headers before: of the active one; where none was valid, of both. A GUID that one of them had was kept, not
 *   drawn anew.
 */
function changeOf(
  before: HeaderCopy | null,
  known: readonly HeaderCopy[],
  { copy, values }: HeaderCopy,
): string {
  const news = GUIDS.filter(([name]) => known.every((each) => each.values[name] !== values[name])).map(
    ([name, title]) => `the new ${title} ${values[name]}`,
  );
  if (values.logGuid === NIL_GUID && before?.values.logGuid !== NIL_GUID)
    news.push("no log GUID: the log is empty");
  const what = [`sequence number ${values.sequenceNumber}`, ...news];
  const last = what.pop() ?? "";
  return `Header ${copy} is rewritten with ${what.length === 0 ? last : `${what.join(", ")} and ${last}`}.`;
}

/**
 * The header updates that edits made, in words (MS-VHDX 2.2.2.1): each copy with a new sequence number, in the order of the
 * numbers, and how it differs from the header that was active before.
 */
export function headerChanges(before: Headers, after: Headers): readonly string[] {
  return after.copies
    .filter(
      ({ copy, valid, values }) =>
        valid && values.sequenceNumber !== before.copies[copy - 1]?.values.sequenceNumber,
    )
    .toSorted((a, b) => (a.values.sequenceNumber < b.values.sequenceNumber ? -1 : 1))
    .map((copy) => changeOf(before.active, before.active === null ? before.copies : [before.active], copy));
}
