import { decode } from "../../bytes/struct.ts";
import { utf16ToText } from "../../shared/encoded-text.ts";
import { safeNumber } from "../../shared/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { attributeListEntry } from "./structs/attribute-list.ts";

/** Windows keeps lists below 256 KiB. */
const LONGEST = 1024 * 1024;

/** Which record holds which attribute. */
export interface ListEntry {
  readonly type: number;
  readonly name: string;
  readonly lowestVcn: number;
  readonly record: number;
  readonly sequence: number;
  readonly id: number;
}

/** Entries of an attribute list, those before the first one that can't be; null where the list can't be read. */
export function readList(list: ReadableStore): ListEntry[] | null {
  const bytes = tryRead(list, 0, Math.min(list.size, LONGEST));
  if (bytes === null) return null;
  const entries: ListEntry[] = [];
  for (let at = 0; at + attributeListEntry.size <= bytes.length;) {
    const { type, length, nameLength, nameOffset, lowestVcn, record, sequence, id } = decode(
      attributeListEntry,
      bytes,
      at,
    );
    const vcn = safeNumber(lowestVcn);
    if (length < attributeListEntry.size || vcn === null) break;
    const nameAt = at + nameOffset;
    const name = utf16ToText(bytes.subarray(nameAt, nameAt + nameLength * 2));
    entries.push({ type, name, lowestVcn: vcn, record, sequence, id });
    at += length;
  }
  return entries;
}
