import { crc32cWithout } from "../../../workers/bytes/crc32c.ts";
import type { IntervalSet } from "../../../workers/bytes/intervals.ts";
import { decode, encodeInto } from "../../../workers/bytes/struct.ts";
import type { Store } from "../../../workers/store/store.ts";
import { readUpTo } from "../../../workers/store/store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../../workers/vhdx/headers/header-section.ts";
import { LogRing } from "../../../workers/vhdx/log/ring.ts";
import { header } from "../../../workers/vhdx/structs/header.ts";
import { logEntryHeader } from "../../../workers/vhdx/structs/log.ts";
import { LOG_SECTOR } from "../../../workers/shared/geometry.ts";
import { REGION_TABLE_SIZE, regionTableHeader } from "../../../workers/vhdx/structs/region-table.ts";
import { writeInRing } from "../../../workers/testing/vhdx/log-builder.ts";
import type { BaseFile } from "../bases/base.ts";

const isTouched = (touched: IntervalSet, start: number, end: number): boolean =>
  touched.within(start, end).next().done !== true;

/** Updates the checksum of a log entry that was touched, over the length in its header if that is possible. */
function updateEntry(store: Store, ring: LogRing, offset: number, touched: IntervalSet): void {
  const head = new Uint8Array(LOG_SECTOR);
  ring.read(offset, head);
  const { entryLength } = decode(logEntryHeader, head);
  if (entryLength < LOG_SECTOR || entryLength % LOG_SECTOR !== 0 || entryLength > ring.length) return;
  const start = ring.fileOffset(offset);
  // An entry that wraps is treated as if it did not: at worst its checksum is updated once too often.
  if (!isTouched(touched, start, start + entryLength) && offset + entryLength <= ring.length) return;
  const bytes = new Uint8Array(entryLength);
  ring.read(offset, bytes);
  const checksum = crc32cWithout(bytes, logEntryHeader.fields.checksum.offset);
  encodeInto(logEntryHeader, { checksum }, bytes);
  writeInRing(store, ring.place, offset, bytes.subarray(0, LOG_SECTOR));
}

/** Updates the checksums that cover touched bytes; a checksum that was wrong before stays wrong. */
export function updateChecksums(store: Store, base: BaseFile, touched: IntervalSet): void {
  for (const offset of HEADER_OFFSETS) {
    if (!isTouched(touched, offset, offset + header.size)) continue;
    const bytes = new Uint8Array(header.size);
    bytes.set(readUpTo(store, offset, bytes.length));
    encodeInto(header, {}, bytes);
    store.write(offset, bytes);
  }
  for (const offset of REGION_TABLE_OFFSETS) {
    if (!isTouched(touched, offset, offset + REGION_TABLE_SIZE)) continue;
    const bytes = new Uint8Array(REGION_TABLE_SIZE);
    bytes.set(readUpTo(store, offset, bytes.length));
    const checksum = crc32cWithout(bytes, regionTableHeader.fields.checksum.offset);
    encodeInto(regionTableHeader, { checksum }, bytes);
    store.write(offset, bytes.subarray(0, regionTableHeader.size));
  }
  const { log } = base;
  if (log === null || !isTouched(touched, log.offset, log.offset + log.length)) return;
  const ring = new LogRing(store, log);
  for (const offset of base.entries) updateEntry(store, ring, offset, touched);
}
