import { hexText, offsetText, sizeText } from "../../../shared/text.ts";
import { safeNumber } from "../../../shared/numbers.ts";
import { REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { regionTableEntry, regionTableHeader } from "../../../vhdx/structs/region-table.ts";
import type { RegionEntry, RegionTable } from "../../../vhdx/regions/regions.ts";
import type { ViewContext } from "../context.ts";
import { fieldAt, structFields } from "../field-list.ts";
import { type IdParts, type NodeInfo, type NodeSource, numberPart, slotIn, window } from "./source.ts";

const tableOf = ({ layer }: ViewContext, parts: IdParts): RegionTable | null =>
  layer.structures.regions.tables[(numberPart(parts, 0) ?? 0) - 1] ?? null;

const entryOf = (table: RegionTable, parts: IdParts): RegionEntry | null =>
  parts[1] === "entry" ? (table.entries[numberPart(parts, 2) ?? -1] ?? null) : null;

function entryNode(table: RegionTable, entry: RegionEntry): NodeInfo {
  const offset = safeNumber(entry.values.fileOffset);
  return {
    id: `region-table/${table.copy}/entry/${entry.index}`,
    parent: `region-table/${table.copy}`,
    index: entry.index,
    label: entry.name === "Unknown" ? entry.values.guid : entry.name,
    detail: `${offset === null ? "far away" : offsetText(offset)}, ${sizeText(entry.values.length)}`,
    offset: entry.entryOffset,
    length: regionTableEntry.size,
    childCount: 0,
  };
}

/** The node that shows what an entry points at; null where its place makes no sense, or another one is used. */
function pointsAt({ layer }: ViewContext, { values, index }: RegionEntry): string | null {
  const { all, bat, metadata } = layer.structures.regions;
  const region = all.find(({ offset, entry }) => {
    return entry.values.guid === values.guid && BigInt(offset) === values.fileOffset;
  });
  if (region === undefined || region.offset >= layer.store.size) return null;
  if (region === bat) return "bat";
  if (region === metadata) return "metadata";
  return region.entry.name === "Unknown" && region.entry.index === index ? `region/${index}` : null;
}

export const regionTablesSource: NodeSource = {
  node: (context, parts) => {
    const table = tableOf(context, parts);
    if (table === null) return null;
    if (parts.length > 1) {
      const entry = entryOf(table, parts);
      return entry === null ? null : entryNode(table, entry);
    }
    const state =
      table === context.layer.structures.regions.active ? "active" : table.valid ? "copy" : "damaged";
    return {
      id: `region-table/${table.copy}`,
      parent: null,
      index: 2 + table.copy,
      label: `Region table ${table.copy}`,
      detail: state,
      ...slotIn(context.layer.store, table.offset),
      childCount: table.entries.length,
    };
  },
  children: (context, parts, first, count) => {
    const table = tableOf(context, parts);
    if (table === null || parts.length > 1) return [];
    return window(table.entries.length, first, count, (index) => {
      const entry = table.entries[index];
      return entry === undefined ? null : entryNode(table, entry);
    });
  },
  fields: (context, parts) => {
    const table = tableOf(context, parts);
    if (table === null) return null;
    const entry = entryOf(table, parts);
    if (entry !== null) {
      return {
        node: `region-table/${table.copy}/entry/${entry.index}`,
        title: `${regionTableEntry.name} ${entry.index}`,
        spec: regionTableEntry.spec,
        fields: structFields(context, regionTableEntry, entry.entryOffset, {
          targets: { guid: pointsAt(context, entry), fileOffset: pointsAt(context, entry) },
          words: { guid: entry.name },
        }),
      };
    }
    const mismatch = table.checksum !== table.computedChecksum;
    const problem = mismatch ? `does not match: the bytes give ${hexText(table.computedChecksum, 8)}` : null;
    return {
      node: `region-table/${table.copy}`,
      title: `Region table ${table.copy}`,
      spec: regionTableHeader.spec,
      fields: structFields(context, regionTableHeader, table.offset, { problems: { checksum: problem } }),
    };
  },
  locate: (context, offset) => {
    const copy = offset < REGION_TABLE_OFFSETS[1] ? 1 : 2;
    const within = offset - (REGION_TABLE_OFFSETS[copy - 1] ?? 0);
    const index = Math.floor((within - regionTableHeader.size) / regionTableEntry.size);
    const table = context.layer.structures.regions.tables[copy - 1];
    if (index < 0 || table?.entries[index] === undefined) {
      return { id: `region-table/${copy}`, field: fieldAt(regionTableHeader, within) };
    }
    const inEntry = (within - regionTableHeader.size) % regionTableEntry.size;
    return { id: `region-table/${copy}/entry/${index}`, field: fieldAt(regionTableEntry, inEntry) };
  },
};
