import { crc32c } from "../../bytes/crc32c.ts";
import { encodeInto } from "../../bytes/struct.ts";
import type { Store } from "../../store/store.ts";
import type { LogPlace } from "../../vhdx/headers/log-place.ts";
import { descriptorSectors, DESCRIPTOR_SIZE } from "../../vhdx/log/entry.ts";
import {
  DATA_DESCRIPTOR_SIGNATURE,
  DATA_SECTOR_SIGNATURE,
  dataDescriptor,
  dataSector,
  LOG_ENTRY_SIGNATURE,
  logEntryHeader,
  type LogEntryHeaderValues,
  ZERO_DESCRIPTOR_SIGNATURE,
  zeroDescriptor,
} from "../../vhdx/structs/log.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";

/** One write of an entry: a sector of 4,096 bytes, or a run of zeros. */
export type LogWrite =
  | { readonly fileOffset: number | bigint; readonly sector: Uint8Array }
  | { readonly fileOffset: number | bigint; readonly zeros: number | bigint };

export interface LogEntryOptions extends Partial<LogEntryHeaderValues> {
  readonly writes?: readonly LogWrite[];
  /** Sectors of padding behind the data. */
  readonly padding?: number;
  /** Changes the bytes before the checksum is computed, so that the entry has a right checksum and a wrong content. */
  readonly spoil?: (bytes: Uint8Array) => void;
}

/** A sector filled with one byte. */
export const sectorOf = (value: number): Uint8Array<ArrayBuffer> => new Uint8Array(LOG_SECTOR).fill(value);

/** A log entry from its first to its last byte. */
export function logEntryBytes(options: LogEntryOptions): Uint8Array<ArrayBuffer> {
  const { writes = [], padding = 0, spoil, ...changes } = options;
  const sectors = writes.filter((write) => "sector" in write);
  const dataStart = descriptorSectors(writes.length) * LOG_SECTOR;
  const entryLength = dataStart + (sectors.length + padding) * LOG_SECTOR;
  const bytes = new Uint8Array(entryLength);
  const values: Partial<LogEntryHeaderValues> = {
    signature: LOG_ENTRY_SIGNATURE,
    entryLength,
    sequenceNumber: 1n,
    descriptorCount: writes.length,
    ...changes,
  };
  encodeInto(logEntryHeader, values, bytes);
  const sequenceNumber = values.sequenceNumber ?? 0n;
  for (const [index, write] of writes.entries()) {
    const at = logEntryHeader.size + index * DESCRIPTOR_SIZE;
    const fileOffset = BigInt(write.fileOffset);
    if ("zeros" in write) {
      const zeroLength = BigInt(write.zeros);
      const fields = { signature: ZERO_DESCRIPTOR_SIGNATURE, zeroLength, fileOffset, sequenceNumber };
      encodeInto(zeroDescriptor, fields, bytes, at);
    } else {
      const { length, offset } = dataSector.fields.data;
      const leadingBytes = write.sector.subarray(0, offset);
      const trailingBytes = write.sector.subarray(offset + length);
      const fields = { signature: DATA_DESCRIPTOR_SIGNATURE, leadingBytes, trailingBytes, fileOffset };
      encodeInto(dataDescriptor, { ...fields, sequenceNumber }, bytes, at);
    }
  }
  for (const [index, { sector }] of sectors.entries()) {
    const { length, offset } = dataSector.fields.data;
    const fields = {
      signature: DATA_SECTOR_SIGNATURE,
      sequenceHigh: Number(sequenceNumber >> 32n),
      data: sector.subarray(offset, offset + length),
      sequenceLow: Number(sequenceNumber & 0xffff_ffffn),
    };
    encodeInto(dataSector, fields, bytes, dataStart + index * LOG_SECTOR);
  }
  spoil?.(bytes);
  encodeInto(logEntryHeader, { checksum: 0 }, bytes);
  encodeInto(logEntryHeader, { checksum: changes.checksum ?? crc32c(bytes) }, bytes);
  return bytes;
}

/** Writes bytes into the ring; bytes past its end go to its start. */
export function writeInRing(store: Store, place: LogPlace, logOffset: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; done += LOG_SECTOR) {
    const at = (logOffset + done) % place.length;
    store.write(place.offset + at, bytes.subarray(done, done + LOG_SECTOR));
  }
}

/** Writes a log entry at a log offset. Its tail is the entry itself, unless the options name another. */
export function writeLogEntry(
  store: Store,
  place: LogPlace,
  logOffset: number,
  options: LogEntryOptions,
): Uint8Array {
  const bytes = logEntryBytes({ tail: logOffset, ...options });
  writeInRing(store, place, logOffset, bytes);
  return bytes;
}
