import { encodeInto } from "../../bytes/struct.ts";
import { crc32cWithout } from "../../bytes/crc32c.ts";
import { DESCRIPTOR_SIZE, descriptorSectors } from "../log/entry.ts";
import {
  DATA_DESCRIPTOR_SIGNATURE,
  DATA_SECTOR_SIGNATURE,
  dataDescriptor,
  dataSector,
  LOG_ENTRY_SIGNATURE,
  logEntryHeader,
  ZERO_DESCRIPTOR_SIGNATURE,
  zeroDescriptor,
} from "../structs/log.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";

/** One metadata update: a whole 4 KiB sector, or a run of zeros. Offsets and lengths are multiples of 4 KiB. */
export type LogUpdate =
  | { readonly kind: "data"; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: "zero"; readonly offset: number; readonly length: number };

/** Fields of a log entry's header, besides those that follow from the updates. */
export interface LogEntryFields {
  readonly logGuid: string;
  readonly sequenceNumber: bigint;
  /** Log offset of the oldest entry that is still needed; the entry's own offset where no other is. */
  readonly tail: number;
  /** File size known to be on stable storage, bytes. */
  readonly flushedSize: number;
  /** End of the last allocated structure, bytes. */
  readonly lastOffset: number;
}

/** Length in bytes of an entry with so many data and zero descriptors, MS-VHDX 2.3.1. */
export function logEntryLength(dataSectors: number, zeroRuns: number): number {
  return (descriptorSectors(dataSectors + zeroRuns) + dataSectors) * LOG_SECTOR;
}

/** The bytes of one log entry, checksum included (MS-VHDX 2.3.1). */
export function encodeLogEntry(
  { logGuid, sequenceNumber, tail, flushedSize, lastOffset }: LogEntryFields,
  updates: readonly LogUpdate[],
): Uint8Array<ArrayBuffer> {
  const sectors = updates.filter((update) => update.kind === "data").length;
  const bytes = new Uint8Array(logEntryLength(sectors, updates.length - sectors));
  let dataAt = descriptorSectors(updates.length) * LOG_SECTOR;
  for (const [index, update] of updates.entries()) {
    const at = logEntryHeader.size + index * DESCRIPTOR_SIZE;
    const fileOffset = BigInt(update.offset);
    if (update.kind === "zero") {
      const zeroLength = BigInt(update.length);
      encodeInto(
        zeroDescriptor,
        { signature: ZERO_DESCRIPTOR_SIGNATURE, zeroLength, fileOffset, sequenceNumber },
        bytes,
        at,
      );
      continue;
    }
    const { leadingBytes, trailingBytes } = dataDescriptor.fields;
    const { data } = dataSector.fields;
    encodeInto(
      dataDescriptor,
      {
        signature: DATA_DESCRIPTOR_SIGNATURE,
        leadingBytes: update.bytes.subarray(0, leadingBytes.length),
        trailingBytes: update.bytes.subarray(LOG_SECTOR - trailingBytes.length),
        fileOffset,
        sequenceNumber,
      },
      bytes,
      at,
    );
    encodeInto(
      dataSector,
      {
        signature: DATA_SECTOR_SIGNATURE,
        sequenceHigh: Number(sequenceNumber >> 32n),
        data: update.bytes.subarray(data.offset, data.offset + data.length),
        sequenceLow: Number(sequenceNumber & 0xffff_ffffn),
      },
      bytes,
      dataAt,
    );
    dataAt += LOG_SECTOR;
  }
  encodeInto(
    logEntryHeader,
    {
      signature: LOG_ENTRY_SIGNATURE,
      entryLength: bytes.length,
      tail,
      sequenceNumber,
      descriptorCount: updates.length,
      logGuid,
      flushedFileOffset: BigInt(flushedSize),
      lastFileOffset: BigInt(lastOffset),
    },
    bytes,
  );
  const checksum = crc32cWithout(bytes, logEntryHeader.fields.checksum.offset);
  encodeInto(logEntryHeader, { checksum }, bytes);
  return bytes;
}
