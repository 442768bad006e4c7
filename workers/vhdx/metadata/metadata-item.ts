import type { FindingPlace } from "../findings/index.ts";
import type { KnownItem } from "../structs/metadata-items.ts";
import type { MetadataEntryValues } from "../structs/metadata-table.ts";
import { nodeId } from "../../shared/node-id.ts";

/** One metadata item as its table entry describes it. */
export interface MetadataItem {
  readonly index: number;
  /** File offset of the table entry. */
  readonly entryOffset: number;
  readonly values: MetadataEntryValues;
  /** What the format says about the item; null for user items and unknown items. */
  readonly known: KnownItem | null;
  /** File offset of the item's bytes; null where its place is impossible. */
  readonly offset: number | null;
  /** Whether all bytes of the item are in the file. */
  readonly readable: boolean;
  /** The first 64 KiB of a known item; null for others, and where they can't be read. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
}

/** "File Parameters", "item 1234…". */
export const itemName = (item: Pick<MetadataItem, "known" | "values">) =>
  item.known?.name ?? `item ${item.values.itemId}`;

/** Where a finding about the item is shown. */
export const itemPlace = (item: MetadataItem): FindingPlace => ({
  structure: "Metadata",
  offset: item.entryOffset,
  node: nodeId("metadata/entry", item.index),
});
