import { VhdxError } from "../../shared/error.ts";
import { encodeInto, decode } from "../../bytes/struct.ts";
import { roundUp } from "../../shared/numbers.ts";
import type { Store } from "../../store/store.ts";
import type { Metadata } from "../metadata/metadata.ts";
import type { MetadataItem } from "../metadata/metadata-item.ts";
import type { Region } from "../regions/regions.ts";
import { METADATA_TABLE_SIZE, metadataTableEntry, metadataTableHeader } from "../structs/metadata-table.ts";
import type { ExtraItem } from "./create.ts";

/** Items that are moved start at a multiple of this many bytes. */
const ALIGNMENT = 8;

/** Offset of a free place of `length` bytes in the region, behind the table; bytes from the start of the region. */
function freePlace(metadata: Metadata, region: Region, length: number): number {
  const taken = metadata.items
    .map(({ values }) => ({ start: values.offset, end: values.offset + values.length }))
    .toSorted((a, b) => a.start - b.start);
  let at = METADATA_TABLE_SIZE;
  for (const { start, end } of taken) {
    if (start >= at + length) break;
    at = Math.max(at, roundUp(end, ALIGNMENT));
  }
  if (at + length > region.length) {
    throw new VhdxError("not-available", "The metadata region has no room for an item of that length.", {
      structure: "Metadata",
    });
  }
  return at;
}

/**
 * Changes the bytes and the flags of a metadata item, or adds the item (MS-VHDX 2.6.1.2). An item that grows moves to another place
 * in the region.
 *
 * @throws VhdxError `not-available` where the table or the region has no room.
 */
export function putItem(store: Store, metadata: Metadata, region: Region, item: ExtraItem): void {
  const { itemId, bytes } = item;
  const known = metadata.items.find(
    ({ values }) => values.itemId === itemId && (values.isUser === 1) === item.isUser,
  );
  const index = known?.index ?? metadata.items.length;
  const entryOffset = metadataTableHeader.size + index * metadataTableEntry.size;
  if (entryOffset + metadataTableEntry.size > METADATA_TABLE_SIZE)
    throw new VhdxError("not-available", "The metadata table has no room for one more item.");
  const stays = known !== undefined && known.offset !== null && bytes.length <= known.values.length;
  const place = stays ? known.values.offset : freePlace(metadata, region, bytes.length);
  const written = new Uint8Array(stays ? known.values.length : bytes.length);
  written.set(bytes);
  store.write(region.offset + place, written);
  // An item without bytes has no place.
  const offset = bytes.length === 0 ? 0 : place;
  const entry = new Uint8Array(metadataTableEntry.size);
  const flags = {
    isUser: item.isUser ? 1 : 0,
    isVirtualDisk: item.isVirtualDisk ? 1 : 0,
    isRequired: item.isRequired ? 1 : 0,
  };
  encodeInto(metadataTableEntry, { itemId, offset, length: bytes.length, ...flags }, entry);
  store.write(region.offset + entryOffset, entry);
  if (known !== undefined) return;
  const head = new Uint8Array(metadataTableHeader.size);
  store.read(region.offset, head);
  const { entryCount } = decode(metadataTableHeader, head);
  encodeInto(metadataTableHeader, { entryCount: entryCount + 1 }, head);
  store.write(region.offset, head);
}

/**
 * Takes items out of the metadata table. Entries after them move up, and their bytes stay where they are. What was read of the
 * metadata is out of date afterwards.
 */
export function removeItems(
  store: Store,
  metadata: Metadata,
  region: Region,
  isGone: (item: MetadataItem) => boolean,
): void {
  const entrySize = metadataTableEntry.size;
  const table = new Uint8Array(metadataTableHeader.size + metadata.items.length * entrySize);
  store.read(region.offset, table);
  const kept = metadata.items.filter((item) => !isGone(item));
  for (const [nth, { index }] of kept.entries()) {
    const from = metadataTableHeader.size + index * entrySize;
    table.copyWithin(metadataTableHeader.size + nth * entrySize, from, from + entrySize);
  }
  table.fill(0, metadataTableHeader.size + kept.length * entrySize);
  encodeInto(metadataTableHeader, { entryCount: kept.length }, table);
  store.write(region.offset, table);
}
