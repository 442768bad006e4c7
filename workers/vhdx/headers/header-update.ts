import { VhdxError } from "../../shared/error.ts";
import { encode } from "../../bytes/struct.ts";
import { HEADER_OFFSETS } from "./header-section.ts";
import type { HeaderCopy } from "./headers.ts";
import { header, type HeaderValues } from "../structs/header.ts";

/** A header to write. A flush must follow before anything else is written. */
export interface HeaderWrite {
  readonly copy: 1 | 2;
  /** File offset in bytes. */
  readonly offset: number;
  readonly values: HeaderValues;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The fields of a header that an update may change. */
export type HeaderChanges = Partial<
  Pick<HeaderValues, "fileWriteGuid" | "dataWriteGuid" | "logGuid" | "logVersion" | "logLength" | "logOffset">
>;

const LAST_SEQUENCE_NUMBER = 0xffff_ffff_ffff_ffffn;

/** A header for the other slot than that of `from`, with its values and the changes. */
function inOtherSlot(
  from: Pick<HeaderCopy, "copy" | "values">,
  changes: HeaderChanges,
  sequenceNumber: bigint,
): HeaderWrite {
  const copy = from.copy === 1 ? 2 : 1;
  const values: HeaderValues = {
    ...from.values,
    ...changes,
    sequenceNumber,
    reserved: new Uint8Array(header.fields.reserved.length),
  };
  return { copy, offset: HEADER_OFFSETS[copy - 1] ?? 0, values, bytes: encode(header, values) };
}

/**
 * One step of a header update (MS-VHDX 2.2.2.1): a header for the inactive slot, with the values of the active one, the changes
 * and the next sequence number.
 *
 * @throws VhdxError `not-available` where no sequence number is left.
 */
export function headerUpdate(
  active: Pick<HeaderCopy, "copy" | "values">,
  changes: HeaderChanges,
): HeaderWrite {
  if (active.values.sequenceNumber === LAST_SEQUENCE_NUMBER) {
    throw new VhdxError(
      "not-available",
      "The header's sequence number is the largest there is; no update can follow.",
      {
        offset: HEADER_OFFSETS[active.copy - 1] ?? 0,
        structure: `Header ${active.copy}`,
      },
    );
  }
  return inOtherSlot(active, changes, active.values.sequenceNumber + 1n);
}

/**
 * A header update in both slots, with the same GUIDs (MS-VHDX 2.2.2.1): the inactive slot first, then the active one. So one
 * header is valid at every moment. Where fewer than two sequence numbers are left, they restart at 1: only the order of the two
 * counts, and the first of the two writes is not active before the second one is there.
 */
export function bothHeaderUpdates(
  active: Pick<HeaderCopy, "copy" | "values">,
  changes: HeaderChanges,
): readonly [HeaderWrite, HeaderWrite] {
  const last = active.values.sequenceNumber;
  const first = inOtherSlot(active, changes, last <= LAST_SEQUENCE_NUMBER - 2n ? last + 1n : 1n);
  return [first, headerUpdate(first, {})];
}

/**
 * The header updates around a replay that is written to the file. Before the replay: a new FileWriteGuid. After the replay was
 * flushed: a LogGuid of zeros, in two steps so that both headers are current. DataWriteGuid stays, because a replay does not
 * change what the guest sees.
 *
 * @param more further changes of the first update, for a replay that a guest can tell from the log's own.
 */
export function replayHeaderUpdates(
  active: HeaderCopy,
  fileWriteGuid: string,
  nilGuid: string,
  more: Pick<HeaderChanges, "dataWriteGuid"> = {},
): { readonly before: HeaderWrite; readonly after: readonly [HeaderWrite, HeaderWrite] } {
  const before = headerUpdate(active, { ...more, fileWriteGuid });
  const first = headerUpdate(before, { logGuid: nilGuid });
  const second = headerUpdate(first, {});
  return { before, after: [first, second] };
}
