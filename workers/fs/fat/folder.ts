import { decode, type ValuesOf } from "../../bytes/struct.ts";
import { textToAscii, utf16ToText } from "../../shared/encoded-text.ts";
import type { PagedBytes } from "../common/paged-bytes.ts";
import { isLabelText, isShortName, shortName, shortNameChecksum } from "./short-name.ts";
import { type FolderSpace, slots } from "./slots.ts";
import { longEntry, shortEntry } from "./structs/entry.ts";

const DELETED = 0xe5;
const LONG = 0x0f;
const LAST_PART = 0x40;
const MOST_PARTS = 20;
const VOLUME_LABEL = 0x08;

export type ShortValues = ValuesOf<typeof shortEntry>;

/** An entry with its names. */
export interface FatEntry {
  readonly kind: "entry";
  /** Bytes from the start of the volume. */
  readonly offset: number;
  readonly name: string;
  /** Its name of 8.3. The first character of a deleted one is lost: `_` stands for it. */
  readonly shortName: string;
  readonly values: ShortValues;
  readonly isDeleted: boolean;
  readonly isLabel: boolean;
  /** Bytes from the start of the folder: of the first part of its name, and behind it. */
  readonly position: number;
  readonly next: number;
}

type FolderPart =
  | FatEntry
  | { readonly kind: "problem"; readonly message: string }
  | { readonly kind: "piece"; readonly position: number };

/** Parts of a long name, the last one first. */
interface LongName {
  readonly position: number;
  readonly checksum: number;
  readonly isDeleted: boolean;
  readonly parts: Uint8Array[];
  /** Number of the part that must come next; 0 where all are here. */
  expected: number;
}

/** The UTF-16 of a part: 13 units. */
function unitsOf({ name1, name2, name3 }: ValuesOf<typeof longEntry>): Uint8Array {
  const units = new Uint8Array(name1.length + name2.length + name3.length);
  units.set(name1);
  units.set(name2, name1.length);
  units.set(name3, name1.length + name2.length);
  return units;
}

/** A part of a long name put to those before it; null where it does not go with them. */
function withPart(name: LongName | null, bytes: Uint8Array, position: number): LongName | null {
  const values = decode(longEntry, bytes);
  const { order, checksum } = values;
  const part = unitsOf(values);
  const goesOn = name !== null && name.checksum === checksum && name.parts.length < MOST_PARTS;
  if (order === DELETED) {
    if (goesOn && name.isDeleted) name.parts.push(part);
    else return { position, checksum, isDeleted: true, parts: [part], expected: 0 };
    return name;
  }
  const number = order & ~LAST_PART;
  if ((order & LAST_PART) !== 0) {
    if (number < 1 || number > MOST_PARTS) return null;
    return { position, checksum, isDeleted: false, parts: [part], expected: number - 1 };
  }
  if (!goesOn || name.isDeleted || number !== name.expected || number === 0) return null;
  name.parts.push(part);
  name.expected -= 1;
  return name;
}

function longText({ parts }: LongName): string {
  const units = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts.toReversed()) {
    units.set(part, at);
    at += part.length;
  }
  return utf16ToText(units);
}

const DOTS = [".          ", "..         "].map((text) => textToAscii(text));
/** Whether an entry is `.` or `..`: every folder but the root begins with them. */
export const isDots = (bytes: Uint8Array) =>
  DOTS.some((dots) => dots.every((byte, at) => bytes[at] === byte));

/**
 * Entries of a folder of FAT12, FAT16 or FAT32, deleted ones and labels too, `.` and `..` left out.
 *
 * @param from bytes from the start of the folder: 0, or where the name of an entry begins
 */
export function* readFatFolder(reader: PagedBytes, space: FolderSpace, from: number): Generator<FolderPart> {
  if (space.problem !== null && from === 0) yield { kind: "problem", message: space.problem };
  let name: LongName | null = null;
  for (const slot of slots(reader, space, from)) {
    if (slot.kind === "piece") {
      // A list that goes on here must not begin inside a name.
      if (name === null) yield slot;
      continue;
    }
    if (slot.kind === "gap") {
      name = null;
      yield { kind: "problem", message: `The folder ${slot.reason} from its byte ${slot.position} on.` };
      continue;
    }
    const { bytes, position, offset } = slot;
    const attributes = bytes[shortEntry.fields.attributes.offset] ?? 0;
    if ((attributes & 0x3f) === LONG) {
      const longer = withPart(name, bytes, position);
      if (longer === null)
        yield {
          kind: "problem",
          message: `A part of a long name at byte ${position} of the folder fits no other.`,
        };
      name = longer;
      continue;
    }
    const long: LongName | null = name;
    name = null;
    if (isDots(bytes)) continue;
    const isDeleted = bytes[0] === DELETED;
    const isLabel = (attributes & VOLUME_LABEL) !== 0;
    if (!(isLabel ? isLabelText(bytes) : isShortName(bytes, isDeleted ? 1 : 0))) {
      if (!isDeleted)
        yield { kind: "problem", message: `The entry at byte ${position} of the folder is damaged.` };
      continue;
    }
    const values = decode(shortEntry, bytes);
    const short = shortName(values.name, values.lowerCase);
    const fits = isDeleted
      ? long !== null && long.isDeleted
      : long !== null && !long.isDeleted && long.expected === 0 && long.checksum === shortNameChecksum(bytes);
    if (long !== null && !fits && !isDeleted && !long.isDeleted)
      yield {
        kind: "problem",
        message: `The long name of ${short} does not fit it; its short name is shown.`,
      };
    const shown = isDeleted ? `_${short.slice(1)}` : short;
    yield {
      kind: "entry",
      offset,
      name: fits && long !== null ? longText(long) : shown,
      shortName: shown,
      values,
      isDeleted,
      isLabel,
      position: fits && long !== null ? long.position : position,
      next: position + bytes.length,
    };
  }
}
