import { hexText, offsetText, sizeText } from "../../../shared/text.ts";
import { safeNumber } from "../../../shared/numbers.ts";
import { REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { regionTableEntry, regionTableHeader } from "../../../vhdx/structs/region-table.ts";
import type { RegionEntry, RegionTable } from "../../../vhdx/regions/regions.ts";
import type { ViewContext } from "../context.ts";
import { fieldAt } from "../field-list.ts";
import { type NodeInfo, type NodeSource, slotIn, window } from "./source.ts";
import { nodeId, type NodePlace } from "../../../shared/node-id.ts";

const tableOf = ({ layer }: ViewContext, place: NodePlace): RegionTable | null =>
  layer.structures.regions.tables[(place.numbers[0] ?? 0) - 1] ?? null;

const entryOf = (table: RegionTable, place: NodePlace): RegionEntry | null =>
  place.kind === "region-table/entry" ? (table.entries[place.numbers[1]] ?? null) : null;

function entryNode(table: RegionTable, entry: RegionEntry): NodeInfo {
  const offset = safeNumber(entry.values.fileOffset);
  return {
    id: nodeId("region-table/entry", table.copy, entry.index),
    parent: nodeId("region-table", table.copy),
    index: entry.index,
    label: entry.name === "Unknown" ? entry.values.guid : entry.name,
    detail: `${offset === null ? "far away" : offsetText(offset)}, ${sizeText(entry.values.length)}`,
    offset: entry.entryOffset,
    length: regionTableEntry.size,
    childCount: 0,
  };
}

/** The node of the region that an entry points to; null where its place is impossible, or another entry is used. */
function pointsAt({ layer }: ViewContext, { values, index }: RegionEntry): string | null {
  const { all, bat, metadata } = layer.structures.regions;
  const region = all.find(({ offset, entry }) => {
    return entry.values.guid === values.guid && BigInt(offset) === values.fileOffset;
  });
  if (region === undefined || region.offset >= layer.store.size) return null;
  if (region === bat) return nodeId("bat");
  if (region === metadata) return nodeId("metadata");
  return region.entry.index === index ? nodeId("region", index) : null;
}

export const regionTablesSource: NodeSource = {
  node: (context, place) => {
    const table = tableOf(context, place);
    if (table === null) return null;
    if (place.kind === "region-table/entry") {
      const entry = entryOf(table, place);
      return entry === null ? null : entryNode(table, entry);
    }
    const state =
      table === context.layer.structures.regions.active ? "active" : table.valid ? "copy" : "damaged";
    return {
      id: nodeId("region-table", table.copy),
      parent: null,
      index: 2 + table.copy,
      label: `Region table ${table.copy}`,
      detail: state,
      ...slotIn(context.layer.store, table.offset),
      childCount: table.entries.length,
    };
  },
  children: (context, place, first, count) => {
    const table = tableOf(context, place);
    if (table === null || place.kind === "region-table/entry") return [];
    return window(table.entries.length, first, count, (index) => {
      const entry = table.entries[index];
      return entry === undefined ? null : entryNode(table, entry);
    });
  },
  struct: (context, place) => {
    const table = tableOf(context, place);
    if (table === null) return null;
    const entry = entryOf(table, place);
    if (entry !== null) {
      const options = {
        targets: { guid: pointsAt(context, entry), fileOffset: pointsAt(context, entry) },
        words: { guid: entry.name },
      };
      const title = `${regionTableEntry.name} ${entry.index}`;
      return { struct: regionTableEntry, offset: entry.entryOffset, title, options };
    }
    const mismatch = table.checksum !== table.computedChecksum;
    const problem = mismatch ? `does not match: the bytes give ${hexText(table.computedChecksum, 8)}` : null;
    const options = { problems: { checksum: problem } };
    const title = `Region table ${table.copy}`;
    return { struct: regionTableHeader, offset: table.offset, title, options };
  },
  locate: (context, offset) => {
    const copy = offset < REGION_TABLE_OFFSETS[1] ? 1 : 2;
    const within = offset - (REGION_TABLE_OFFSETS[copy - 1] ?? 0);
    const index = Math.floor((within - regionTableHeader.size) / regionTableEntry.size);
    const table = context.layer.structures.regions.tables[copy - 1];
    if (index < 0 || table?.entries[index] === undefined) {
      return { id: nodeId("region-table", copy), field: fieldAt(regionTableHeader, within) };
    }
    const inEntry = (within - regionTableHeader.size) % regionTableEntry.size;
    return { id: nodeId("region-table/entry", copy, index), field: fieldAt(regionTableEntry, inEntry) };
  },
};
