import type { Finding } from "../../api/index.ts";
import { MIB, reachesPast } from "../../shared/numbers.ts";
import { decode } from "../../bytes/struct.ts";
import { sizeText } from "../../shared/text.ts";
import { isZero } from "../../bytes/zero.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import { type DiskFacts, NO_FACTS, readFacts } from "./disk-facts.ts";
import { type FindingCode, FindingList, type FindingPlace } from "../findings/index.ts";
import { checkItems, checkOverlaps } from "./metadata-check.ts";
import type { MetadataItem } from "./metadata-item.ts";
import type { Region } from "../regions/regions.ts";
import { knownItem } from "../structs/metadata-items.ts";
import {
  METADATA_SIGNATURE,
  METADATA_TABLE_SIZE,
  metadataTableEntry,
  metadataTableHeader,
} from "../structs/metadata-table.ts";
import { nodeId } from "../../shared/node-id.ts";

export interface Metadata {
  readonly items: readonly MetadataItem[];
  readonly facts: DiskFacts;
  readonly findings: readonly Finding[];
}

const LARGEST_COUNT = Math.floor((METADATA_TABLE_SIZE - metadataTableHeader.size) / metadataTableEntry.size);
/** The most user items, MS-VHDX 2.6.1.2. */
const MOST_USER_ITEMS = 1024;
const LARGEST_ITEM = MIB;
/** The longest metadata region that Microsoft's open-source reader accepts. */
const LARGEST_REGION = 128 * MIB;
/** Bytes of an item to read: more than any known item needs. */
const MOST_READ = 64 * 1024;

function readItem(
  store: ReadableStore,
  region: Region,
  index: number,
  table: Uint8Array,
  alreadyRead: ReadonlySet<string>,
): MetadataItem {
  const at = metadataTableHeader.size + index * metadataTableEntry.size;
  const values = decode(metadataTableEntry, table, at);
  const known = values.isUser === 1 ? null : knownItem(values.itemId);
  const inRegion =
    values.length > 0 &&
    values.length <= LARGEST_ITEM &&
    values.offset >= METADATA_TABLE_SIZE &&
    !reachesPast(values.offset, values.length, region.length);
  const offset = inRegion ? region.offset + values.offset : null;
  const readable = offset !== null && !reachesPast(offset, values.length, store.size);
  // Thousands of entries can name one known item: only the bytes of the first are read.
  const isFirst = readable && known !== null && !alreadyRead.has(known.guid);
  const bytes = isFirst ? readUpTo(store, offset, Math.min(values.length, MOST_READ)) : null;
  return { index, entryOffset: region.offset + at, values, known, offset, readable, bytes };
}

/**
 * Whether nothing but a second copy of the last entry stands behind the table, which Windows leaves there
 * (`windows-last-entry` in `findings/known-writers`). @param used end of the last entry in the table, bytes.
 */
function repeatsLastEntry(table: Uint8Array, used: number, setEnd: number): boolean {
  const { size } = metadataTableEntry;
  if (used - size < metadataTableHeader.size || used + size > table.length) return false;
  const last = table.subarray(used - size, used);
  return last.every((byte, at) => byte === table[used + at]) && isZero(table.subarray(used + size, setEnd));
}

/** The 64 KiB of the metadata table, zeros where the region or the file ends before. */
export function readTable(store: ReadableStore, region: Region): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(METADATA_TABLE_SIZE);
  const stored = Math.min(METADATA_TABLE_SIZE, region.length, Math.max(0, store.size - region.offset));
  if (stored > 0) store.read(region.offset, table.subarray(0, stored));
  return table;
}

/** Reads the metadata table and all its items, MS-VHDX 2.6. */
export function readMetadata(store: ReadableStore, region: Region): Metadata {
  return readItems(store, region, readTable(store, region));
}

/** Whether the item holds its bytes exactly if it is the first of its kind, as one that is read anew does. */
const fits = ({ known, readable, bytes }: MetadataItem, alreadyRead: ReadonlySet<string>) =>
  (readable && known !== null && !alreadyRead.has(known.guid)) === (bytes !== null);

/** What is known of a table already, so that a table that differs in one byte costs little. */
interface KnownTable {
  /** Bytes of the table, from its start, that may not be zero. */
  readonly setEnd: number;
  /** The item of an entry whose bytes, and whose item's bytes, are those that were read before; null for any other. */
  readonly item: (index: number) => MetadataItem | null;
}

/** Reads the items of a metadata table that was read before. */
export function readItems(
  store: ReadableStore,
  region: Region,
  table: Uint8Array,
  { setEnd, item: knownItemAt }: KnownTable = { setEnd: table.length, item: () => null },
): Metadata {
  const findings = new FindingList();
  const head = decode(metadataTableHeader, table);
  const place: FindingPlace = {
    structure: "Metadata",
    offset: region.offset,
    node: nodeId("metadata/table"),
  };
  const refuse = (code: FindingCode, message: string): Metadata => {
    findings.add(code, message, place);
    return { items: [], facts: NO_FACTS, findings: findings.items };
  };
  if (head.signature !== METADATA_SIGNATURE)
    return refuse("metadata-table-invalid", "The metadata table does not start with its signature.");
  if (head.entryCount > LARGEST_COUNT)
    return refuse("metadata-count", `The metadata table claims ${head.entryCount} entries.`);
  if (head.reserved !== 0 || head.reserved2.some((byte) => byte !== 0)) {
    findings.add("metadata-reserved", "Reserved fields of the metadata table are not zero.", place);
  }
  const items: MetadataItem[] = [];
  const alreadyRead = new Set<string>();
  for (let index = 0; index < head.entryCount; index++) {
    const before = knownItemAt(index);
    const isKnown = before !== null && fits(before, alreadyRead);
    const item = isKnown ? before : readItem(store, region, index, table, alreadyRead);
    if (item.known !== null && item.bytes !== null) alreadyRead.add(item.known.guid);
    items.push(item);
  }
  const users = items.filter((item) => item.values.isUser === 1).length;
  if (users > MOST_USER_ITEMS) {
    const message = `The metadata table has ${users} user items; it may have at most ${MOST_USER_ITEMS}.`;
    findings.add("metadata-user-items", message, place);
  }
  const used = metadataTableHeader.size + head.entryCount * metadataTableEntry.size;
  if (!isZero(table.subarray(used, setEnd)) && !repeatsLastEntry(table, used, setEnd)) {
    const message = "Bytes behind the last entry of the metadata table are not zero.";
    findings.add("metadata-table-slack", message, { ...place, offset: region.offset + used });
  }
  if (region.length > LARGEST_REGION) {
    findings.add("metadata-region-large", `The metadata region has ${sizeText(region.length)}.`, place);
  }
  checkItems(items, findings);
  checkOverlaps(items, findings);
  const facts = readFacts(region, items, findings);
  return { items, facts, findings: findings.items };
}
