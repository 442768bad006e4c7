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
  const copy = active.copy === 1 ? 2 : 1;
  const values: HeaderValues = {
    ...active.values,
    ...changes,
    sequenceNumber: active.values.sequenceNumber + 1n,
    reserved: new Uint8Array(header.fields.reserved.length),
  };
  return { copy, offset: HEADER_OFFSETS[copy - 1] ?? 0, values, bytes: encode(header, values) };
}

/**
 * The header updates around a replay that is written to the file. Before the replay: a new FileWriteGuid. After the replay was
 * flushed: a LogGuid of zeros, in two steps so that both headers are current. DataWriteGuid stays, because a replay does not
 * change what the guest sees.
 */
export function replayHeaderUpdates(
  active: HeaderCopy,
  fileWriteGuid: string,
  nilGuid: string,
): { readonly before: HeaderWrite; readonly after: readonly [HeaderWrite, HeaderWrite] } {
  const before = headerUpdate(active, { fileWriteGuid });
  const first = headerUpdate(before, { logGuid: nilGuid });
  const second = headerUpdate(first, {});
  return { before, after: [first, second] };
}
