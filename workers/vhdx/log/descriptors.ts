import { safeNumber } from "../../shared/numbers.ts";
import { decode } from "../../bytes/struct.ts";
import { asciiToText } from "../../shared/encoded-text.ts";
import {
  dataDescriptor,
  dataSector,
  logEntryHeader,
  ZERO_DESCRIPTOR_SIGNATURE,
  zeroDescriptor,
} from "../structs/log.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { DESCRIPTOR_SIZE, descriptorSectors, type LogEntry } from "./entry.ts";
import type { LogRing } from "./ring.ts";

/** One write that an entry asks for. */
export interface Descriptor {
  readonly index: number;
  readonly kind: "data" | "zero";
  /** Log offset of the descriptor itself, wrapped. */
  readonly logOffset: number;
  /** File offset that it writes to, as stored. */
  readonly fileOffset: bigint;
  /** Number of bytes that it writes, as stored. */
  readonly length: bigint;
  /** For `data`: log offset of its data sector, wrapped. */
  readonly dataOffset: number | null;
}

/** The first descriptors of a whole entry, in order: all by default. */
export function* descriptors(
  ring: LogRing,
  entry: LogEntry,
  count = entry.header.descriptorCount,
): Generator<Descriptor> {
  const dataStart = descriptorSectors(entry.header.descriptorCount) * LOG_SECTOR;
  const sector = new Uint8Array(LOG_SECTOR);
  let sectorAt = -1;
  let dataSeen = 0;
  for (let index = 0; index < count; index++) {
    const at = logEntryHeader.size + index * DESCRIPTOR_SIZE;
    const within = at % LOG_SECTOR;
    if (at - within !== sectorAt) {
      sectorAt = at - within;
      ring.read(entry.offset + sectorAt, sector);
    }
    const logOffset = (entry.offset + at) % ring.length;
    if (asciiToText(sector.subarray(within, within + 4)) === ZERO_DESCRIPTOR_SIGNATURE) {
      const { fileOffset, zeroLength } = decode(zeroDescriptor, sector, within);
      yield { index, kind: "zero", logOffset, fileOffset, length: zeroLength, dataOffset: null };
    } else {
      const { fileOffset } = decode(dataDescriptor, sector, within);
      const dataOffset = (entry.offset + dataStart + dataSeen * LOG_SECTOR) % ring.length;
      dataSeen += 1;
      yield { index, kind: "data", logOffset, fileOffset, length: BigInt(LOG_SECTOR), dataOffset };
    }
  }
}

/** The run of the file that a descriptor writes, in bytes; null where it reaches 2^53 or beyond. */
export function targetOf(descriptor: Descriptor): { readonly start: number; readonly end: number } | null {
  const end = safeNumber(descriptor.fileOffset + descriptor.length);
  return end === null ? null : { start: Number(descriptor.fileOffset), end };
}

/** Where the log holds a sector that a data descriptor writes. */
export interface LoggedSector {
  /** Log offset of the descriptor. */
  readonly logOffset: number;
  /** Log offset of the data sector. */
  readonly dataOffset: number;
}

/**
 * The 4 KiB that a data descriptor writes: the data sector, with the descriptor's bytes in place of signature and sequence
 * number.
 */
export function loggedSector(ring: LogRing, place: LoggedSector): Uint8Array<ArrayBuffer> {
  const descriptor = new Uint8Array(DESCRIPTOR_SIZE);
  ring.read(place.logOffset, descriptor);
  const { leadingBytes, trailingBytes } = decode(dataDescriptor, descriptor);
  const sector = new Uint8Array(LOG_SECTOR);
  ring.read(place.dataOffset, sector);
  sector.set(leadingBytes, 0);
  sector.set(trailingBytes, dataSector.fields.sequenceLow.offset);
  return sector;
}
