import type { DiskType } from "../../api/index.ts";
import { crc32c } from "../../bytes/crc32c.ts";
import { MIB, roundUp } from "../../shared/numbers.ts";
import { encode, encodeInto, type Fields, type Struct, type Values } from "../../bytes/struct.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { BAT_ENTRY_SIZE, Geometry } from "../../shared/geometry.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../vhdx/headers/header-section.ts";
import type { LogPlace } from "../../vhdx/headers/log-place.ts";
import { batEntry } from "../../vhdx/structs/bat-entry.ts";
import { FULLY_PRESENT } from "../../shared/bat-states.ts";
import { FILE_SIGNATURE, fileIdentifier } from "../../vhdx/structs/file-identifier.ts";
import { header, HEADER_SIGNATURE, type HeaderValues } from "../../vhdx/structs/header.ts";
import {
  BAT_REGION,
  METADATA_REGION,
  REGION_TABLE_SIGNATURE,
  REGION_TABLE_SIZE,
  regionTableEntry,
  type RegionEntryValues,
  regionTableHeader,
} from "../../vhdx/structs/region-table.ts";
import { type LogEntryOptions, writeLogEntry } from "./log-builder.ts";
import { type ItemOptions, metadataBytes, standardItems } from "./metadata-builder.ts";

/** Options of the image. The defaults give a small, sound dynamic disk. */
export interface ImageOptions {
  readonly type?: DiskType;
  /** Bytes. */
  readonly virtualSize?: number;
  readonly blockSize?: number;
  readonly logicalSectorSize?: number;
  readonly physicalSectorSize?: number;
  readonly logLength?: number;
  readonly metadataLength?: number;
  /** Bytes of the file behind the BAT, all zeros. */
  readonly room?: number;
  /** Keys and values of the parent locator. */
  readonly parent?: Readonly<Record<string, string>>;
}

export const FILE_WRITE_GUID = "11111111-1111-4111-8111-111111111111";
export const DATA_WRITE_GUID = "22222222-2222-4222-8222-222222222222";
const DISK_ID = "33333333-3333-4333-8333-333333333333";
/** GUID of a log to replay, for headers and log entries that belong together. */
export const LOG_GUID = "44444444-4444-4444-8444-444444444444";

/**
 * Writes VHDX images for tests, field by field through the tables, sound until a test breaks them: log at 1 MiB,
 * metadata and BAT behind it, then room for blocks. The builder uses the same tables as the reader, so its images only
 * fill gaps: the evidence is in images of other makers.
 */
export class ImageBuilder {
  readonly store = new MemoryStore();
  readonly geometry: Geometry;
  readonly log: LogPlace;
  readonly metadata: LogPlace;
  readonly bat: LogPlace;
  /** File offset of the first MiB behind the BAT. */
  readonly data: number;
  readonly regionEntries: readonly Partial<RegionEntryValues>[];
  readonly items: readonly ItemOptions[];

  constructor(options: ImageOptions = {}) {
    const { type = "dynamic", virtualSize = 64 * MIB, blockSize = MIB, logicalSectorSize = 512 } = options;
    const {
      physicalSectorSize = 512,
      logLength = MIB,
      metadataLength = MIB,
      room = 16 * MIB,
      parent = null,
    } = options;
    const differencing = type === "differencing";
    this.geometry = new Geometry({ virtualSize, blockSize, logicalSectorSize, differencing });
    this.log = { offset: MIB, length: logLength };
    this.metadata = { offset: MIB + logLength, length: metadataLength };
    const batLength = roundUp(this.geometry.batEntries * BAT_ENTRY_SIZE, MIB);
    this.bat = { offset: this.metadata.offset + metadataLength, length: batLength };
    this.data = this.bat.offset + batLength;
    const region = (guid: string, { offset, length }: LogPlace): Partial<RegionEntryValues> => ({
      guid,
      fileOffset: BigInt(offset),
      length,
      required: 1,
    });
    this.regionEntries = [region(BAT_REGION, this.bat), region(METADATA_REGION, this.metadata)];
    this.items = standardItems({
      type,
      virtualSize,
      blockSize,
      logicalSectorSize,
      physicalSectorSize,
      parent,
      diskId: DISK_ID,
    });

    this.write(fileIdentifier, 0, { signature: FILE_SIGNATURE, creator: "Platter tests" });
    this.setHeaders({});
    this.setRegions(this.regionEntries);
    this.setMetadata(this.items);
    this.store.truncate(this.data + room);
  }

  /** Overwrites fields of a structure, and updates its checksum if it has one. */
  write<F extends Fields>(
    struct: Struct<F>,
    offset: number,
    values: Partial<Values<F>>,
    updateChecksum = true,
  ): void {
    this.store.truncate(Math.max(this.store.size, offset + struct.size));
    const bytes = new Uint8Array(struct.size);
    this.store.read(offset, bytes);
    encodeInto(struct, values, bytes, 0, updateChecksum);
    this.store.write(offset, bytes);
  }

  /** Inverts a byte. */
  flip(offset: number): void {
    const byte = new Uint8Array(1);
    this.store.read(offset, byte);
    this.store.write(
      offset,
      byte.map((value) => value ^ 0xff),
    );
  }

  /** Writes both headers again. The second has the higher sequence number, so it is active. */
  setHeaders(changes: Partial<HeaderValues>): void {
    for (const [index, offset] of HEADER_OFFSETS.entries()) {
      const values: Partial<HeaderValues> = {
        signature: HEADER_SIGNATURE,
        sequenceNumber: BigInt(7 + index),
        fileWriteGuid: FILE_WRITE_GUID,
        dataWriteGuid: DATA_WRITE_GUID,
        version: 1,
        logLength: this.log.length,
        logOffset: BigInt(this.log.offset),
        ...changes,
      };
      this.store.write(offset, encode(header, values));
    }
  }

  /** Writes the region table with the given entries, by default into both copies. */
  setRegions(
    entries: readonly Partial<RegionEntryValues>[],
    {
      copies = [1, 2],
      entryCount = entries.length,
      reserved = 0,
    }: { copies?: readonly (1 | 2)[]; entryCount?: number; reserved?: number } = {},
  ): void {
    const table = new Uint8Array(REGION_TABLE_SIZE);
    encodeInto(regionTableHeader, { signature: REGION_TABLE_SIGNATURE, entryCount, reserved }, table);
    for (const [index, entry] of entries.entries()) {
      encodeInto(regionTableEntry, entry, table, regionTableHeader.size + index * regionTableEntry.size);
    }
    encodeInto(regionTableHeader, { checksum: crc32c(table) }, table);
    for (const copy of copies) this.store.write(REGION_TABLE_OFFSETS[copy - 1] ?? 0, table);
  }

  setMetadata(items: readonly ItemOptions[], entryCount = items.length): void {
    this.store.write(this.metadata.offset, metadataBytes(items, this.metadata.length, entryCount));
  }

  setEntry(index: number, values: Partial<Values<typeof batEntry.fields>>): void {
    this.write(batEntry, this.bat.offset + index * BAT_ENTRY_SIZE, values);
  }

  /** Makes a payload block present at a MiB of the file. */
  place(block: number, fileOffsetMb: number, state = FULLY_PRESENT): void {
    this.setEntry(this.geometry.payloadIndex(block), { state, fileOffsetMb });
  }

  /** Fills bytes of the file, and grows the file if it ends before them. */
  fill(offset: number, length: number, value: number): void {
    this.store.write(offset, new Uint8Array(length).fill(value));
  }

  /** Writes an entry into the ring at a log offset; it counts once the headers name `LOG_GUID` as their log. */
  addLogEntry(logOffset: number, options: LogEntryOptions): void {
    writeLogEntry(this.store, this.log, logOffset, { logGuid: LOG_GUID, ...options });
  }
}
