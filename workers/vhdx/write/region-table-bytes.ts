import { crc32cWithout } from "../../bytes/crc32c.ts";
import { encodeInto } from "../../bytes/struct.ts";
import {
  REGION_TABLE_SIGNATURE,
  REGION_TABLE_SIZE,
  regionTableEntry,
  regionTableHeader,
} from "../structs/region-table.ts";

/** A region that a reader must know. Offset and length in bytes, whole MiB. */
export interface RegionPlace {
  readonly guid: string;
  readonly offset: number;
  readonly length: number;
}

/** Updates the checksum of a region table. @param table its whole 64 KiB */
export function updateTableChecksum(table: Uint8Array): void {
  const checksum = crc32cWithout(table, regionTableHeader.fields.checksum.offset);
  encodeInto(regionTableHeader, { checksum }, table);
}

/** The 64 KiB of a region table with these regions, all of them required (MS-VHDX 2.2.3). */
export function regionTableBytes(regions: readonly RegionPlace[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(REGION_TABLE_SIZE);
  encodeInto(regionTableHeader, { signature: REGION_TABLE_SIGNATURE, entryCount: regions.length }, bytes);
  for (const [index, { guid, offset, length }] of regions.entries()) {
    const values = { guid, fileOffset: BigInt(offset), length, required: 1 };
    encodeInto(regionTableEntry, values, bytes, regionTableHeader.size + index * regionTableEntry.size);
  }
  updateTableChecksum(bytes);
  return bytes;
}
