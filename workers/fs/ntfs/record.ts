import { textToAscii } from "../../shared/encoded-text.ts";
import { type Attribute, readAttributes } from "./attributes.ts";
import { applyFixup } from "./fixup.ts";
import { fileRecord } from "./structs/record.ts";

const F = fileRecord.fields;
const IN_USE = 1;
const FOLDER = 2;

/** What a record says before its attributes. */
export interface RecordHead {
  readonly number: number;
  readonly sequence: number;
  readonly links: number;
  readonly isInUse: boolean;
  readonly isFolder: boolean;
  /** Record that this one extends; null where it stands for a file itself. */
  readonly base: number | null;
}

/** A record of the MFT. */
export interface MftRecord extends RecordHead {
  readonly attributes: readonly Attribute[];
  /** Whether every attribute could be read. */
  readonly isWhole: boolean;
  /** Whether its sectors are of more than one write. */
  readonly isTorn: boolean;
}

const FILE = textToAscii("FILE");

/** Whether bytes begin as a record does. */
export const isRecord = (bytes: Uint8Array): boolean =>
  FILE.every((byte, index) => byte === bytes[F.signature.offset + index]);

/** The head alone, for which the update sequence array need not be applied: none of its fields is at the end of a sector. */
export function readHead(bytes: Uint8Array, number: number): RecordHead | null {
  if (bytes.length < fileRecord.size || !isRecord(bytes)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint16(F.flags.offset, true);
  const low = view.getUint32(F.base.offset, true);
  const high = view.getUint16(F.base.offset + 4, true);
  const base = high * 2 ** 32 + low;
  // Record 0 extends nothing and can't be extended under this number, so 0 stands for none.
  return {
    number,
    sequence: view.getUint16(F.sequence.offset, true),
    links: view.getUint16(F.links.offset, true),
    isInUse: (flags & IN_USE) !== 0,
    isFolder: (flags & FOLDER) !== 0,
    base: base === 0 && view.getUint16(F.base.offset + 6, true) === 0 ? null : base,
  };
}

/** Reads a record; null where it is none. @param source stays as it is */
export function readRecord(source: Uint8Array, number: number): MftRecord | null {
  const head = readHead(source, number);
  if (head === null) return null;
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const usaOffset = view.getUint16(F.usaOffset.offset, true);
  const fixed = applyFixup(source, usaOffset, view.getUint16(F.usaCount.offset, true));
  if (fixed === null) return null;
  const used = Math.min(source.length, view.getUint32(F.used.offset, true));
  const start = view.getUint16(F.attributes.offset, true);
  const { attributes, whole } = readAttributes(fixed.bytes, start, Math.min(fixed.sound, used), number);
  return {
    number,
    sequence: head.sequence,
    links: head.links,
    isInUse: head.isInUse,
    isFolder: head.isFolder,
    base: head.base,
    attributes,
    isWhole: whole,
    isTorn: fixed.sound < used,
  };
}
