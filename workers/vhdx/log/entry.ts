import type { LogEntryState } from "../../api/index.ts";
import { RunningCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import type { Steps } from "../../bytes/steps.ts";
import { decode } from "../../bytes/struct.ts";
import { asciiToText } from "../../shared/encoded-text.ts";
import { hexText } from "../../shared/text.ts";
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
} from "../structs/log.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import type { LogRing } from "./ring.ts";

/** A sector of the log that starts with an entry's signature. */
export interface LogEntry {
  /** Log offset in bytes, a multiple of 4 KiB. */
  readonly offset: number;
  readonly header: LogEntryHeaderValues;
  /** Why the entry is not whole, as a sentence; null for a whole entry, whatever log it belongs to. */
  readonly flaw: string | null;
  readonly dataDescriptors: number;
  readonly zeroDescriptors: number;
}

/** An entry, how it relates to the active sequence, and why. */
export interface JudgedEntry {
  readonly entry: LogEntry;
  readonly state: LogEntryState;
  readonly reason: string;
}

/** Size of a descriptor of either kind, in bytes. */
export const DESCRIPTOR_SIZE = dataDescriptor.size;

/** Sectors for an entry's header and descriptors: 126 descriptors fit into the first, 128 into each further one. */
export function descriptorSectors(descriptorCount: number): number {
  return Math.ceil((logEntryHeader.size + descriptorCount * DESCRIPTOR_SIZE) / LOG_SECTOR);
}

const WINDOW = MIB;

/** What is wrong with an entry's header by itself, as a sentence; null where nothing is. */
function headerFlaw(header: LogEntryHeaderValues, logLength: number): string | null {
  const { entryLength, tail, sequenceNumber, descriptorCount } = header;
  if (entryLength < LOG_SECTOR || entryLength % LOG_SECTOR !== 0 || entryLength >= logLength) {
    return `Its length of ${entryLength} bytes is impossible in a log of ${logLength}.`;
  }
  if (tail % LOG_SECTOR !== 0 || tail >= logLength)
    return `Its tail ${hexText(tail)} is not an offset in the log.`;
  if (sequenceNumber === 0n) return "Its sequence number is 0.";
  if (descriptorSectors(descriptorCount) * LOG_SECTOR > entryLength) {
    return `Its ${descriptorCount} descriptors do not fit its length of ${entryLength} bytes.`;
  }
  return null;
}

/** Checks an entry's descriptors and data sectors, one sector after the other. */
class BodyCheck {
  dataDescriptors = 0;
  zeroDescriptors = 0;
  readonly #header: LogEntryHeaderValues;
  readonly #descriptorSectors: number;
  #left: number;

  constructor(header: LogEntryHeaderValues) {
    this.#header = header;
    this.#descriptorSectors = descriptorSectors(header.descriptorCount);
    this.#left = header.descriptorCount;
  }

  /** @returns what is wrong with the sector, or null. */
  sector(index: number, bytes: Uint8Array): string | null {
    if (index < this.#descriptorSectors)
      return this.#descriptors(bytes, index === 0 ? logEntryHeader.size : 0);
    // What follows the last data sector is padding, which is allowed.
    const nth = index - this.#descriptorSectors;
    return nth < this.dataDescriptors ? this.#data(nth, bytes) : null;
  }

  #descriptors(bytes: Uint8Array, from: number): string | null {
    for (let at = from; at < LOG_SECTOR && this.#left > 0; at += DESCRIPTOR_SIZE, this.#left--) {
      const nth = this.#header.descriptorCount - this.#left;
      const signature = asciiToText(bytes.subarray(at, at + 4));
      if (signature === DATA_DESCRIPTOR_SIGNATURE) this.dataDescriptors += 1;
      else if (signature === ZERO_DESCRIPTOR_SIGNATURE) this.zeroDescriptors += 1;
      else return `Descriptor ${nth} does not start with a descriptor's signature.`;
      const view = new DataView(bytes.buffer, bytes.byteOffset + at, DESCRIPTOR_SIZE);
      const { fileOffset, sequenceNumber } = dataDescriptor.fields;
      if (view.getBigUint64(sequenceNumber.offset, true) !== this.#header.sequenceNumber) {
        return `Descriptor ${nth} carries another sequence number.`;
      }
      // The low 32 bits of a 64-bit value tell whether it is a multiple of 4 KiB.
      if (view.getUint32(fileOffset.offset, true) % LOG_SECTOR !== 0)
        return `Descriptor ${nth} has an unaligned offset.`;
      const zeroLength = zeroDescriptor.fields.zeroLength.offset;
      if (signature === ZERO_DESCRIPTOR_SIGNATURE && view.getUint32(zeroLength, true) % LOG_SECTOR !== 0) {
        return `Descriptor ${nth} has an unaligned length.`;
      }
    }
    return null;
  }

  #data(nth: number, bytes: Uint8Array): string | null {
    const { signature, sequenceHigh, sequenceLow } = dataSector.fields;
    const view = new DataView(bytes.buffer, bytes.byteOffset, LOG_SECTOR);
    const name = asciiToText(bytes.subarray(signature.offset, signature.offset + signature.length));
    if (name !== DATA_SECTOR_SIGNATURE) return `Data sector ${nth} does not start with its signature.`;
    const high = BigInt(view.getUint32(sequenceHigh.offset, true));
    const low = BigInt(view.getUint32(sequenceLow.offset, true));
    return ((high << 32n) | low) === this.#header.sequenceNumber
      ? null
      : `Data sector ${nth} carries another sequence number.`;
  }

  /** Whether the entry has room for all its data sectors. To be called after the last sector; a sentence, or null. */
  finish(): string | null {
    const needed = (this.#descriptorSectors + this.dataDescriptors) * LOG_SECTOR;
    if (needed <= this.#header.entryLength) return null;
    return `Its length of ${this.#header.entryLength} bytes leaves no room for ${this.dataDescriptors} data sectors.`;
  }
}

/**
 * Reads the start of a sector as an entry's header.
 *
 * @param bytes at least 64.
 * @returns null where the sector does not start with an entry's signature.
 */
export function readEntryHeader(bytes: Uint8Array): LogEntryHeaderValues | null {
  const { signature } = logEntryHeader.fields;
  const found = asciiToText(bytes.subarray(signature.offset, signature.offset + signature.length));
  return found === LOG_ENTRY_SIGNATURE ? decode(logEntryHeader, bytes) : null;
}

/**
 * Checks an entry down to its last byte (MS-VHDX 2.3.1). An entry that fails a check does not count, but is not a fault: a crash
 * leaves torn entries behind.
 *
 * @param offset log offset of the sector that starts with the header.
 * @returns the entry, and how many bytes of it were read.
 */
export function* checkEntry(
  ring: LogRing,
  offset: number,
  header: LogEntryHeaderValues,
): Steps<{ readonly entry: LogEntry; readonly examined: number }> {
  const early = headerFlaw(header, ring.length);
  if (early !== null) {
    return { entry: { offset, header, flaw: early, dataDescriptors: 0, zeroDescriptors: 0 }, examined: 0 };
  }
  const body = new BodyCheck(header);
  const crc = new RunningCrc32c();
  const window = new Uint8Array(Math.min(WINDOW, header.entryLength));
  let flaw: string | null = null;
  let examined = 0;
  while (examined < header.entryLength && flaw === null) {
    // An entry can claim nearly the whole ring for itself.
    if (examined > 0) yield { done: offset, total: ring.length };
    const bytes = window.subarray(0, Math.min(WINDOW, header.entryLength - examined));
    ring.read(offset + examined, bytes);
    for (let at = 0; at < bytes.length && flaw === null; at += LOG_SECTOR) {
      flaw = body.sector((examined + at) / LOG_SECTOR, bytes.subarray(at, at + LOG_SECTOR));
    }
    const { checksum } = logEntryHeader.fields;
    if (examined === 0) bytes.fill(0, checksum.offset, checksum.offset + checksum.length);
    crc.update(bytes);
    examined += bytes.length;
  }
  flaw ??= body.finish();
  if (flaw === null && crc.finish() !== header.checksum) flaw = "Its checksum does not match its bytes.";
  const { dataDescriptors, zeroDescriptors } = body;
  return { entry: { offset, header, flaw, dataDescriptors, zeroDescriptors }, examined };
}
