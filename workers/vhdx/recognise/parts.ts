import { decode } from "../../bytes/struct.ts";
import { asciiToText } from "../../shared/encoded-text.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { MIB } from "../../shared/numbers.ts";
import { offsetText } from "../../shared/text.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import { HEADER_OFFSETS, HEADER_SECTION, REGION_TABLE_OFFSETS } from "../headers/header-section.ts";
import { HEADER_SIGNATURE } from "../structs/header.ts";
import { LOG_ENTRY_SIGNATURE, logEntryHeader } from "../structs/log.ts";
import { REGION_TABLE_SIGNATURE } from "../structs/region-table.ts";
import { countEntries, FIRST_LOOK } from "./bat-at.ts";
import { isOtherKind } from "./foreign.ts";
import { metadataAt } from "./metadata-at.ts";

/** A part of a VHDX that stands in its place. */
export interface Part {
  /** In the middle of a sentence: "header 1". */
  readonly name: string;
  /** In bytes of the file. */
  readonly offset: number;
}

/**
 * MiB at the start of the file that are searched. Log, metadata and BAT begin there, unless the BAT has more entries than this has
 * room for; then the log lies before it. A file of another kind costs one small read for each.
 */
const SEARCHED_MIB = 64;

/** Entries that a table must have so that it alone tells a BAT from other data. */
const FEWEST_ENTRIES = 4;

const startsWith = (store: ReadableStore, offset: number, text: string): boolean =>
  asciiToText(readUpTo(store, offset, text.length)) === text;

/** Signatures in the header section, MS-VHDX 2.2, at their places in bytes. */
export const HEADER_PARTS: readonly (Part & { readonly signature: string })[] = [
  ...HEADER_OFFSETS.map((offset, nth) => ({
    name: `header ${nth + 1}`,
    offset,
    signature: HEADER_SIGNATURE,
  })),
  ...REGION_TABLE_OFFSETS.map((offset, nth) => ({
    name: `region table ${nth + 1}`,
    offset,
    signature: REGION_TABLE_SIGNATURE,
  })),
];

function headerParts(store: ReadableStore): Part[] {
  return HEADER_PARTS.filter(({ offset, signature }) => startsWith(store, offset, signature)).map(
    ({ name, offset }) => ({ name, offset }),
  );
}

/** Whether a log entry begins here: its signature, and a length and descriptors that are possible. */
function isLogEntry(store: ReadableStore, offset: number): boolean {
  if (!startsWith(store, offset, LOG_ENTRY_SIGNATURE)) return false;
  const bytes = readUpTo(store, offset, logEntryHeader.size);
  if (bytes.length < logEntryHeader.size) return false;
  const { entryLength, tail, sequenceNumber, reserved } = decode(logEntryHeader, bytes);
  return (
    entryLength >= LOG_SECTOR &&
    entryLength % LOG_SECTOR === 0 &&
    tail % LOG_SECTOR === 0 &&
    sequenceNumber > 0n &&
    reserved === 0
  );
}

/** Offsets in bytes of the MiBs in which log, metadata and BAT can begin. */
export function* searchedMibs({ size }: ReadableStore): Generator<number> {
  const end = Math.min(size, SEARCHED_MIB * MIB);
  for (let offset = HEADER_SECTION.end; offset < end; offset += MIB) yield offset;
}

/** What of a VHDX begins in a MiB. */
function partAt(store: ReadableStore, offset: number): Part | null {
  const place = `at ${offsetText(offset)}`;
  if (metadataAt(store, offset) !== null) return { name: `the metadata ${place}`, offset };
  if (isLogEntry(store, offset)) return { name: `a log entry ${place}`, offset };
  const { used, broken } = countEntries(readUpTo(store, offset, FIRST_LOOK), Math.ceil(store.size / MIB));
  const isBat = used >= FEWEST_ENTRIES && broken === 0;
  return isBat ? { name: `a block allocation table ${place}`, offset } : null;
}

/**
 * The parts of a VHDX that a file without its signature holds: the signatures in the header section; else the metadata, log
 * entries and the BAT at whole MiBs. Empty for a file that never was a VHDX. A file that is of another kind by its own signature
 * is not searched, since it may hold a VHDX.
 */
export function partsOf(store: ReadableStore): readonly Part[] {
  const found = headerParts(store);
  if (found.length > 0 || isOtherKind(store)) return found;
  for (const offset of searchedMibs(store)) {
    const part = partAt(store, offset);
    if (part !== null) found.push(part);
  }
  return found;
}
