import { decode } from "../../bytes/struct.ts";
import { MIB, roundUp } from "../../shared/numbers.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import type { LogPlace } from "../headers/log-place.ts";
import { knownItem } from "../structs/metadata-items.ts";
import {
  METADATA_SIGNATURE,
  METADATA_TABLE_SIZE,
  metadataTableEntry,
  metadataTableHeader,
} from "../structs/metadata-table.ts";

/** A metadata region that was recognised by its content. */
export interface FoundMetadata extends LogPlace {
  /** How many of the items of MS-VHDX its table names. */
  readonly knownItems: number;
}

/**
 * The metadata region at an offset, recognised by its signature and the items that its table names; null where there is none.
 *
 * @param offset in bytes.
 */
export function metadataAt(store: ReadableStore, offset: number): FoundMetadata | null {
  const head = new Uint8Array(metadataTableHeader.size);
  head.set(readUpTo(store, offset, head.length));
  const { signature, entryCount } = decode(metadataTableHeader, head);
  const table = new Uint8Array(METADATA_TABLE_SIZE);
  const fits = metadataTableHeader.size + entryCount * metadataTableEntry.size <= table.length;
  if (signature !== METADATA_SIGNATURE || !fits) return null;
  table.set(readUpTo(store, offset, table.length));
  let knownItems = 0;
  let end = METADATA_TABLE_SIZE;
  for (let index = 0; index < entryCount; index++) {
    const entry = decode(
      metadataTableEntry,
      table,
      metadataTableHeader.size + index * metadataTableEntry.size,
    );
    if (entry.isUser === 0 && knownItem(entry.itemId) !== null) knownItems += 1;
    if (entry.length <= MIB) end = Math.max(end, entry.offset + entry.length);
  }
  const length = Math.min(roundUp(end, MIB), 16 * MIB);
  return knownItems === 0 ? null : { offset, length, knownItems };
}
