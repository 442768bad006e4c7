import type { NodeKind, StoredName } from "../file-system.ts";
import { utf16ToText } from "../../shared/encoded-text.ts";
import { fileName } from "./structs/file-name.ts";
import { isLink } from "./reparse-tags.ts";

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
  readonly size: number;
}

const encoder = new TextEncoder();
const LONE = /\p{Surrogate}/u;

/** UTF-8 of UTF-16, where a lone surrogate becomes three bytes of its own, so that two names never become one. */
function utf8Of(units: Uint16Array): Uint8Array {
  const text = String.fromCharCode(...units);
  if (!LONE.test(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const part of text) {
    const code = part.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff)
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(...encoder.encode(part));
  }
  return Uint8Array.from(bytes);
}

/** The name of UTF-16 bytes. A NUL stays: it can't be in a name, and to cut there would make two names one. */
export function storedName(utf16: Uint8Array): { readonly name: StoredName; readonly units: Uint16Array } {
  const units = new Uint16Array(utf16.length >> 1);
  for (let index = 0; index < units.length; index++)
    units[index] = (utf16[index * 2] ?? 0) | ((utf16[index * 2 + 1] ?? 0) << 8);
  const bytes = utf8Of(units);
  const isPlain = !units.includes(0);
  const text = isPlain ? utf16ToText(utf16) : new TextDecoder().decode(bytes).replaceAll("\0", "\u{fffd}");
  return { name: { text, bytes }, units };
}

/** A text as a name. */
export const nameOfText = (text: string): StoredName => ({ text, bytes: encoder.encode(text) });

/** Units of a name that came as UTF-8, as `utf8Of` makes it. */
export function unitsOf(bytes: Uint8Array): Uint16Array {
  const units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    let code = length === 1 ? first : first & (0x7f >> length);
    for (let index = 1; index < length; index++) code = (code << 6) | ((bytes[at + index] ?? 0) & 0x3f);
    if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    at += length;
  }
  return Uint16Array.from(units);
}

/** Reads a $FILE_NAME; null where it is too short for its name. */
export function readFileName(bytes: Uint8Array): FileNameKey | null {
  if (bytes.length < fileName.size) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = fileName.size + view.getUint8(F.nameLength.offset) * 2;
  if (end > bytes.length || end === fileName.size) return null;
  return {
    parent: view.getUint16(F.parent.offset + 4, true) * 2 ** 32 + view.getUint32(F.parent.offset, true),
    parentSequence: view.getUint16(F.parent.offset + 6, true),
    ...storedName(bytes.subarray(fileName.size, end)),
    isShort: view.getUint8(F.namespace.offset) === SHORT,
    flags: view.getUint32(F.flags.offset, true),
    reparseTag: view.getUint32(F.reparseTag.offset, true),
    size: Number(view.getBigUint64(F.size.offset, true)),
  };
}

/** What a name says of its file. A system file may be a link of Interix: the file itself says. */
export function kindOfName({ flags, reparseTag }: FileNameKey): NodeKind {
  if ((flags & ATTRIBUTE.reparsePoint) !== 0 && isLink(reparseTag)) return "symlink";
  if ((flags & ATTRIBUTE.folder) !== 0) return "directory";
  return (flags & (ATTRIBUTE.reparsePoint | ATTRIBUTE.system)) !== 0 ? "unknown" : "file";
}
