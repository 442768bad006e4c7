import type { NodeKind, StoredName } from "../file-system.ts";
import { fileName } from "./structs/file-name.ts";
import { isLink } from "./reparse-tags.ts";
import { textOfUnits, unitsAt, utf8OfUnits } from "./utf16.ts";

const F = fileName.fields;
/** Name space of names that only stand in for a long one: FILE~1.TXT. */
const SHORT = 2;

export const ATTRIBUTE = { system: 4, reparsePoint: 0x400, folder: 0x1000_0000 } as const;

/** A name of a file, in its record or in the index of its folder. */
export interface FileNameKey {
  readonly parent: number;
  readonly parentSequence: number;
  readonly name: StoredName;
  /** UTF-16 units as they are stored. */
  readonly units: Uint16Array;
  readonly isShort: boolean;
  /** File attributes. */
  readonly flags: number;
  readonly reparseTag: number;
}

/** The name of UTF-16 bytes. A NUL stays: it can't be in a name, and to cut there would make two names one. */
export function storedName(utf16: Uint8Array): StoredName {
  const units = unitsAt(utf16, 0, utf16.length >> 1);
  return { text: textOfUnits(units), bytes: utf8OfUnits(units) };
}

/** Whether a $FILE_NAME is a short one. */
export const isShortName = (bytes: Uint8Array): boolean => bytes[F.namespace.offset] === SHORT;

/** Reads a $FILE_NAME; null where it is too short for its name. */
export function readFileName(bytes: Uint8Array): FileNameKey | null {
  if (bytes.length < fileName.size) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = fileName.size + view.getUint8(F.nameLength.offset) * 2;
  if (end > bytes.length || end === fileName.size) return null;
  const units = unitsAt(bytes, fileName.size, view.getUint8(F.nameLength.offset));
  return {
    parent: view.getUint16(F.parent.offset + 4, true) * 2 ** 32 + view.getUint32(F.parent.offset, true),
    parentSequence: view.getUint16(F.parent.offset + 6, true),
    name: { text: textOfUnits(units), bytes: utf8OfUnits(units) },
    units,
    isShort: isShortName(bytes),
    flags: view.getUint32(F.flags.offset, true),
    reparseTag: view.getUint32(F.reparseTag.offset, true),
  };
}

/** What a name says of its file. A system file may be a link of Interix: the file itself says. */
export function kindOfName({ flags, reparseTag }: FileNameKey): NodeKind {
  if ((flags & ATTRIBUTE.reparsePoint) !== 0 && isLink(reparseTag)) return "symlink";
  if ((flags & ATTRIBUTE.folder) !== 0) return "directory";
  return (flags & (ATTRIBUTE.reparsePoint | ATTRIBUTE.system)) !== 0 ? "unknown" : "file";
}
