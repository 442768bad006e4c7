import { sizeText } from "../../../shared/text.ts";
import { decode, type Struct } from "../../../bytes/struct.ts";
import type { MetadataItem } from "../../../vhdx/metadata/metadata-item.ts";
import type { Region } from "../../../vhdx/regions/regions.ts";
import { PARENT_LOCATOR } from "../../../vhdx/structs/metadata-items.ts";
import {
  METADATA_TABLE_SIZE,
  metadataTableEntry,
  metadataTableHeader,
} from "../../../vhdx/structs/metadata-table.ts";
import { parentLocatorEntry, parentLocatorHeader } from "../../../vhdx/structs/parent-locator.ts";
import { itemValue } from "../../report/report.ts";
import type { ViewContext } from "../context.ts";
import { fieldAt } from "../field-list.ts";
import { type NodeInfo, type NodeSource, window } from "./source.ts";
import { nodeId, type NodePlace } from "../../../shared/node-id.ts";

const regionOf = ({ layer }: ViewContext): Region | null => layer.structures.regions.metadata;
const itemsOf = ({ layer }: ViewContext): readonly MetadataItem[] => layer.structures.metadata?.items ?? [];
const nameOf = (item: MetadataItem) =>
  item.known?.name ?? `${item.values.isUser === 1 ? "User item" : "Unknown item"} ${item.values.itemId}`;

/** Whether an item has bytes to show: in a file that was cut off it can lie past the end. */
const isThere = ({ layer }: ViewContext, { offset }: MetadataItem): boolean =>
  offset !== null && offset < layer.store.size;

/** Items whose entry begins inside the file: in a file that was cut off inside the table, the others are read as zeros. */
const shownEntries = (context: ViewContext) =>
  itemsOf(context).filter(({ entryOffset }) => entryOffset < context.layer.store.size);

/** Items that have bytes to show, in the order of their entries. */
const shownItems = (context: ViewContext) => itemsOf(context).filter((item) => isThere(context, item));

function entryNode(item: MetadataItem): NodeInfo {
  return {
    id: nodeId("metadata/entry", item.index),
    parent: nodeId("metadata/table"),
    index: item.index,
    label: `Entry ${item.index}`,
    detail: nameOf(item),
    offset: item.entryOffset,
    length: metadataTableEntry.size,
    childCount: 0,
  };
}

/** The table of an item's bytes; null where there is none, or the item is too short for it. */
function itemStruct({ known, values }: MetadataItem): Struct | null {
  const struct = known === PARENT_LOCATOR ? parentLocatorHeader : (known?.struct ?? null);
  return struct !== null && values.length >= struct.size ? struct : null;
}

/** Entries of a parent locator that its item has room for. */
function locatorCount(item: MetadataItem): number {
  if (item.known !== PARENT_LOCATOR || item.bytes === null || item.bytes.length < parentLocatorHeader.size)
    return 0;
  const { keyValueCount } = decode(parentLocatorHeader, item.bytes);
  const fits = Math.floor((item.bytes.length - parentLocatorHeader.size) / parentLocatorEntry.size);
  return Math.min(keyValueCount, fits);
}

function itemNode(context: ViewContext, item: MetadataItem): NodeInfo | null {
  if (!isThere(context, item)) return null;
  return {
    id: nodeId("metadata/item", item.index),
    parent: nodeId("metadata"),
    index: 1 + shownItems(context).indexOf(item),
    label: nameOf(item),
    detail: itemValue(item, context.layer) ?? sizeText(item.values.length),
    offset: item.offset,
    length: item.values.length,
    childCount: locatorCount(item),
  };
}

function locatorNode(context: ViewContext, item: MetadataItem, nth: number): NodeInfo | null {
  if (item.offset === null || nth >= locatorCount(item)) return null;
  const pair = context.layer.structures.facts.parent?.entries[nth] ?? null;
  return {
    id: nodeId("metadata/item/locator", item.index, nth),
    parent: nodeId("metadata/item", item.index),
    index: nth,
    label: pair?.key ?? `Entry ${nth}`,
    detail: pair?.value ?? null,
    offset: item.offset + parentLocatorHeader.size + nth * parentLocatorEntry.size,
    length: parentLocatorEntry.size,
    childCount: 0,
  };
}

function tableNode(context: ViewContext, region: Region): NodeInfo {
  return {
    id: nodeId("metadata/table"),
    parent: nodeId("metadata"),
    index: 0,
    label: "Metadata table",
    detail: `${itemsOf(context).length} entries`,
    offset: region.offset,
    length: METADATA_TABLE_SIZE,
    childCount: shownEntries(context).length,
  };
}

/** The item that a node is, is part of, or is the entry of. */
const itemOf = (context: ViewContext, place: NodePlace): MetadataItem | null =>
  itemsOf(context)[place.numbers[0] ?? -1] ?? null;

export const metadataSource: NodeSource = {
  node: (context, place) => {
    const region = regionOf(context);
    if (region === null) return null;
    if (place.kind === "metadata") {
      return {
        id: nodeId("metadata"),
        parent: null,
        index: 6,
        label: "Metadata",
        detail: sizeText(region.length),
        offset: region.offset,
        length: region.length,
        childCount: 1 + shownItems(context).length,
      };
    }
    if (place.kind === "metadata/table") return tableNode(context, region);
    const item = itemOf(context, place);
    if (item === null) return null;
    if (place.kind === "metadata/entry")
      return item.entryOffset < context.layer.store.size ? entryNode(item) : null;
    return place.kind === "metadata/item/locator"
      ? locatorNode(context, item, place.numbers[1])
      : itemNode(context, item);
  },
  children: (context, place, first, count) => {
    const region = regionOf(context);
    if (region === null) return [];
    if (place.kind === "metadata") {
      const items = shownItems(context);
      return window(1 + items.length, first, count, (index) => {
        const item = items[index - 1];
        return item === undefined ? tableNode(context, region) : itemNode(context, item);
      });
    }
    if (place.kind === "metadata/table") {
      const items = shownEntries(context);
      return window(items.length, first, count, (index) => {
        const item = items[index];
        return item === undefined ? null : entryNode(item);
      });
    }
    const item = place.kind === "metadata/item" ? itemOf(context, place) : null;
    return item === null
      ? []
      : window(locatorCount(item), first, count, (nth) => locatorNode(context, item, nth));
  },
  struct: (context, place) => {
    const region = regionOf(context);
    if (region === null) return null;
    if (place.kind === "metadata/table")
      return { struct: metadataTableHeader, offset: region.offset, title: metadataTableHeader.name };
    const item = itemOf(context, place);
    if (item === null) return null;
    if (place.kind === "metadata/entry") {
      const name = nameOf(item);
      return {
        struct: metadataTableEntry,
        offset: item.entryOffset,
        title: `${metadataTableEntry.name} ${item.index}`,
        options: {
          targets: { offset: isThere(context, item) ? nodeId("metadata/item", item.index) : null },
          words: { itemId: name.includes(item.values.itemId) ? null : name },
        },
      };
    }
    const isLocator = place.kind === "metadata/item/locator";
    const node = isLocator ? locatorNode(context, item, place.numbers[1]) : itemNode(context, item);
    const struct = isLocator ? parentLocatorEntry : itemStruct(item);
    return node?.offset == null || struct === null
      ? null
      : { struct, offset: node.offset, title: node.label };
  },
  locate: (context, offset) => {
    const region = regionOf(context);
    if (region === null) return { id: nodeId("metadata"), field: null };
    const within = offset - region.offset;
    if (within < METADATA_TABLE_SIZE) {
      const index = Math.floor((within - metadataTableHeader.size) / metadataTableEntry.size);
      if (index < 0 || itemsOf(context)[index] === undefined) {
        return { id: nodeId("metadata/table"), field: fieldAt(metadataTableHeader, within) };
      }
      const inEntry = (within - metadataTableHeader.size) % metadataTableEntry.size;
      return { id: nodeId("metadata/entry", index), field: fieldAt(metadataTableEntry, inEntry) };
    }
    const item = shownItems(context).find(
      (each) => each.offset !== null && offset >= each.offset && offset < each.offset + each.values.length,
    );
    if (item?.offset == null) return { id: nodeId("metadata"), field: null };
    const id = nodeId("metadata/item", item.index);
    const inItem = offset - item.offset;
    if (item.known === PARENT_LOCATOR) {
      const nth = Math.floor((inItem - parentLocatorHeader.size) / parentLocatorEntry.size);
      if (nth >= 0 && nth < locatorCount(item)) {
        const inEntry = (inItem - parentLocatorHeader.size) % parentLocatorEntry.size;
        const field = fieldAt(parentLocatorEntry, inEntry);
        return { id: nodeId("metadata/item/locator", item.index, nth), field };
      }
    }
    const struct = itemStruct(item);
    return { id, field: struct === null ? null : fieldAt(struct, inItem) };
  },
};
