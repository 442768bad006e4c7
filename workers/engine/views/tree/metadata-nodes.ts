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
import { fieldAt, structFields } from "../field-list.ts";
import { type IdParts, type NodeInfo, type NodeSource, numberPart, window } from "./source.ts";

const regionOf = ({ layer }: ViewContext): Region | null => layer.structures.regions.metadata;
const itemsOf = ({ layer }: ViewContext): readonly MetadataItem[] => layer.structures.metadata?.items ?? [];
const nameOf = (item: MetadataItem) =>
  item.known?.name ?? `${item.values.isUser === 1 ? "User item" : "Unknown item"} ${item.values.itemId}`;

/** Whether an item has bytes to show: in a file that was cut off it can lie behind the end. */
const isThere = ({ layer }: ViewContext, { offset }: MetadataItem): boolean =>
  offset !== null && offset < layer.store.size;

/** Items that have bytes to show, in the order of their entries. */
const shownItems = (context: ViewContext) => itemsOf(context).filter((item) => isThere(context, item));

function entryNode(item: MetadataItem): NodeInfo {
  return {
    id: `metadata/entry/${item.index}`,
    parent: "metadata/table",
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
    id: `metadata/item/${item.index}`,
    parent: "metadata",
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
    id: `metadata/item/${item.index}/locator/${nth}`,
    parent: `metadata/item/${item.index}`,
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
    id: "metadata/table",
    parent: "metadata",
    index: 0,
    label: "Metadata table",
    detail: `${itemsOf(context).length} entries`,
    offset: region.offset,
    length: METADATA_TABLE_SIZE,
    childCount: itemsOf(context).length,
  };
}

const itemAt = (context: ViewContext, parts: IdParts): MetadataItem | null =>
  itemsOf(context)[numberPart(parts, 1) ?? -1] ?? null;

export const metadataSource: NodeSource = {
  node: (context, parts) => {
    const region = regionOf(context);
    if (region === null) return null;
    if (parts.length === 0) {
      return {
        id: "metadata",
        parent: null,
        index: 6,
        label: "Metadata",
        detail: sizeText(region.length),
        offset: region.offset,
        length: region.length,
        childCount: 1 + shownItems(context).length,
      };
    }
    if (parts[0] === "table") return tableNode(context, region);
    const item = itemAt(context, parts);
    if (item === null) return null;
    if (parts[0] === "entry") return entryNode(item);
    return parts[2] === "locator"
      ? locatorNode(context, item, numberPart(parts, 3) ?? -1)
      : itemNode(context, item);
  },
  children: (context, parts, first, count) => {
    const region = regionOf(context);
    if (region === null) return [];
    if (parts.length === 0) {
      const items = shownItems(context);
      return window(1 + items.length, first, count, (index) => {
        const item = items[index - 1];
        return item === undefined ? tableNode(context, region) : itemNode(context, item);
      });
    }
    if (parts[0] === "table") {
      const items = itemsOf(context);
      return window(items.length, first, count, (index) => {
        const item = items[index];
        return item === undefined ? null : entryNode(item);
      });
    }
    const item = parts[0] === "item" && parts.length === 2 ? itemAt(context, parts) : null;
    return item === null
      ? []
      : window(locatorCount(item), first, count, (nth) => locatorNode(context, item, nth));
  },
  fields: (context, parts) => {
    const region = regionOf(context);
    if (region === null) return null;
    if (parts[0] === "table") {
      return {
        node: "metadata/table",
        title: metadataTableHeader.name,
        spec: metadataTableHeader.spec,
        fields: structFields(context, metadataTableHeader, region.offset),
      };
    }
    const item = itemAt(context, parts);
    if (item === null) return null;
    if (parts[0] === "entry") {
      return {
        node: `metadata/entry/${item.index}`,
        title: `${metadataTableEntry.name} ${item.index}`,
        spec: metadataTableEntry.spec,
        fields: structFields(context, metadataTableEntry, item.entryOffset, {
          targets: { offset: isThere(context, item) ? `metadata/item/${item.index}` : null },
          words: { itemId: nameOf(item).includes(item.values.itemId) ? null : nameOf(item) },
        }),
      };
    }
    const node =
      parts[2] === "locator"
        ? locatorNode(context, item, numberPart(parts, 3) ?? -1)
        : itemNode(context, item);
    if (node?.offset == null) return null;
    const struct = parts[2] === "locator" ? parentLocatorEntry : itemStruct(item);
    return {
      node: node.id,
      title: node.label,
      spec: struct?.spec ?? null,
      fields: struct === null ? [] : structFields(context, struct, node.offset),
    };
  },
  locate: (context, offset) => {
    const region = regionOf(context);
    if (region === null) return { id: "metadata", field: null };
    const within = offset - region.offset;
    if (within < METADATA_TABLE_SIZE) {
      const index = Math.floor((within - metadataTableHeader.size) / metadataTableEntry.size);
      if (index < 0 || itemsOf(context)[index] === undefined) {
        return { id: "metadata/table", field: fieldAt(metadataTableHeader, within) };
      }
      const inEntry = (within - metadataTableHeader.size) % metadataTableEntry.size;
      return { id: `metadata/entry/${index}`, field: fieldAt(metadataTableEntry, inEntry) };
    }
    const item = shownItems(context).find(
      (each) => each.offset !== null && offset >= each.offset && offset < each.offset + each.values.length,
    );
    if (item?.offset == null) return { id: "metadata", field: null };
    const id = `metadata/item/${item.index}`;
    const inItem = offset - item.offset;
    if (item.known === PARENT_LOCATOR) {
      const nth = Math.floor((inItem - parentLocatorHeader.size) / parentLocatorEntry.size);
      if (nth >= 0 && nth < locatorCount(item)) {
        const inEntry = (inItem - parentLocatorHeader.size) % parentLocatorEntry.size;
        return { id: `${id}/locator/${nth}`, field: fieldAt(parentLocatorEntry, inEntry) };
      }
    }
    const struct = itemStruct(item);
    return { id, field: struct === null ? null : fieldAt(struct, inItem) };
  },
};
