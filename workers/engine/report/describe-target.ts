import { MIB } from "../../shared/numbers.ts";
import { offsetText } from "../../shared/text.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS, SLOT } from "../../vhdx/headers/header-section.ts";
import { otherRegions, regionTitle } from "../../vhdx/regions/regions.ts";
import { METADATA_TABLE_SIZE } from "../../vhdx/structs/metadata-table.ts";
import type { Layer } from "../image/layer.ts";
import { nodeId } from "../../shared/node-id.ts";

/** What lies at a run of the file, in a few words, and the node that shows it. */
export interface Target {
  readonly text: string;
  readonly node: string | null;
}

/** The node of a structure, which the tree has only where the structure starts inside the file. */
const inFile = (layer: Layer, { offset }: { readonly offset: number }, id: string): string | null =>
  offset < layer.store.size ? id : null;

const range = (first: number, last: number) => (first === last ? `${first}` : `${first}-${last}`);

function batTarget(layer: Layer, offset: number, length: number): Target | null {
  const { bat } = layer.structures;
  const region = layer.structures.regions.bat;
  if (region === null || offset < region.offset || offset >= region.offset + region.length) return null;
  if (bat === null) return { text: "BAT", node: inFile(layer, region, nodeId("bat")) };
  const first = Math.floor((offset - region.offset) / BAT_ENTRY_SIZE);
  const last = Math.min(bat.entries, Math.ceil((offset + length - region.offset) / BAT_ENTRY_SIZE)) - 1;
  if (first > last) return { text: "BAT, beyond its last entry", node: inFile(layer, region, nodeId("bat")) };
  const word = first === last ? "BAT entry" : "BAT entries";
  return { text: `${word} ${range(first, last)}`, node: nodeId("bat/entry", first) };
}

function metadataTarget(layer: Layer, offset: number, length: number): Target | null {
  const region = layer.structures.regions.metadata;
  if (region === null || offset < region.offset || offset >= region.offset + region.length) return null;
  if (offset < region.offset + METADATA_TABLE_SIZE)
    return { text: "Metadata table", node: inFile(layer, region, nodeId("metadata/table")) };
  const items = (layer.structures.metadata?.items ?? []).filter(
    (item) =>
      item.offset !== null && item.offset < offset + length && item.offset + item.values.length > offset,
  );
  const [first] = items;
  if (first === undefined)
    return { text: "Metadata region, no item", node: inFile(layer, region, nodeId("metadata")) };
  const names = items
    .slice(0, 3)
    .map((item) => item.known?.name ?? (item.values.isUser === 1 ? "user item" : "unknown item"));
  const more = items.length > 3 ? ` and ${items.length - 3} more` : "";
  return {
    text: `Metadata: ${names.join(", ")}${more}`,
    node: inFile(layer, { offset: first.offset ?? 0 }, nodeId("metadata/item", first.index)),
  };
}

/** Names a run of a layer's file: "BAT entries 512-1023", "Region table 1", "Payload block 17". */
export function describeTarget(layer: Layer, offset: number, length: number): Target {
  for (const [index, start] of REGION_TABLE_OFFSETS.entries()) {
    if (offset >= start && offset < start + SLOT)
      return { text: `Region table ${index + 1}`, node: nodeId("region-table", index + 1) };
  }
  for (const [index, start] of HEADER_OFFSETS.entries()) {
    if (offset >= start && offset < start + SLOT)
      return { text: `Header ${index + 1}`, node: nodeId("header", index + 1) };
  }
  if (offset < SLOT) return { text: "File type identifier", node: nodeId("identifier") };
  if (offset < MIB) return { text: "Header section, reserved", node: null };
  const { log } = layer;
  if (log !== null && offset >= log.offset && offset < log.offset + log.length)
    return { text: "The log itself", node: nodeId("log") };
  const structured = batTarget(layer, offset, length) ?? metadataTarget(layer, offset, length);
  if (structured !== null) return structured;
  for (const region of otherRegions(layer.structures.regions)) {
    if (offset < region.offset || offset >= region.offset + region.length) continue;
    return { text: regionTitle(region), node: nodeId("region", region.entry.index) };
  }
  const owner = (layer.bat?.owners?.at(Math.floor(offset / MIB)) ?? 0) - 1;
  const { geometry } = layer.structures;
  if (owner >= 0 && geometry !== null) {
    const { kind, block } = geometry.entryAt(owner);
    return kind === "bitmap"
      ? { text: `Sector bitmap ${block}`, node: nodeId("bitmap", block) }
      : { text: `Payload block ${block}`, node: nodeId("block", block) };
  }
  if (offset >= layer.store.size)
    return { text: `Past the end of the file, at ${offsetText(offset)}`, node: null };
  return { text: `Unused space at ${offsetText(offset)}`, node: null };
}
