import { MIB } from "../../../shared/numbers.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { offsetMibOf, stateOf } from "../../../vhdx/bat/bat-bits.ts";
import type { Bat } from "../../../vhdx/bat/bat.ts";
import { BAT_ENTRIES_PER_SECTOR, BAT_ENTRY_SIZE } from "../../../shared/geometry.ts";
import { batEntry } from "../../../vhdx/structs/bat-entry.ts";
import { entryWords, hasStorage } from "../../report/bat-entry-words.ts";
import { stateName } from "../../../shared/bat-states.ts";
import { beyondFileText } from "../beyond-file.ts";
import type { ViewContext } from "../context.ts";
import { fieldAt } from "../field-list.ts";
import { type NodeInfo, type NodeSource, type NodeTable, window } from "./source.ts";
import { nodeId } from "../../../shared/node-id.ts";

const batOf = ({ layer }: ViewContext): Bat | null => layer.structures.bat;

function pageNode(bat: Bat, page: number): NodeInfo | null {
  const first = page * BAT_ENTRIES_PER_SECTOR;
  const count = Math.min(BAT_ENTRIES_PER_SECTOR, bat.entries - first);
  if (count <= 0) return null;
  return {
    id: nodeId("bat/page", page),
    parent: nodeId("bat"),
    index: page,
    label: `Entries ${first.toLocaleString("en-US")}-${(first + count - 1).toLocaleString("en-US")}`,
    detail: null,
    offset: bat.offset + first * BAT_ENTRY_SIZE,
    length: count * BAT_ENTRY_SIZE,
    childCount: count,
  };
}

/** "Block 17", "Sector bitmap 0", "Unused". */
function subject(bat: Bat, index: number): string {
  const { kind, block } = bat.geometry.entryAt(index);
  if (kind === "unused") return "Unused";
  return kind === "bitmap" ? `Sector bitmap ${block}` : `Block ${block.toLocaleString("en-US")}`;
}

function entryNode(bat: Bat, index: number): NodeInfo | null {
  if (index < 0 || index >= bat.entries) return null;
  const { low, high } = bat.halves(index);
  return {
    id: nodeId("bat/entry", index),
    parent: nodeId("bat/page", Math.floor(index / BAT_ENTRIES_PER_SECTOR)),
    index: index % BAT_ENTRIES_PER_SECTOR,
    label: `${index.toLocaleString("en-US")}: ${subject(bat, index)}`,
    detail: entryWords(bat.geometry.entryAt(index).kind, low, high),
    offset: bat.offset + index * BAT_ENTRY_SIZE,
    length: BAT_ENTRY_SIZE,
    childCount: 0,
  };
}

/** The fields of one entry; the offset links to the block's bytes. */
export function batEntryTable(context: ViewContext, bat: Bat, index: number): Omit<NodeTable, "title"> {
  const { kind, block } = bat.geometry.entryAt(index);
  const { low, high } = bat.halves(index);
  const state = stateOf(low);
  const offset = offsetMibOf(low, high) * MIB;
  const stored = hasStorage(kind, state) && offset > 0 && offset < context.layer.store.size;
  const target = kind === "bitmap" ? nodeId("bitmap", block) : nodeId("block", block);
  const found = context.image
    .findingIndex(context.layer)
    .ofEntry(index)
    .map((each) => each.message)
    .join(" ");
  return {
    struct: batEntry,
    offset: bat.offset + index * BAT_ENTRY_SIZE,
    options: {
      targets: { fileOffsetMb: stored ? target : null },
      words: { state: stateName(kind, state) },
      problems: { fileOffsetMb: found === "" ? beyondFileText(context, bat, index) : found },
    },
  };
}

/** The whole region, which may be longer than the entries that the disk needs. */
function regionNode({ layer }: ViewContext, bat: Bat | null): NodeInfo | null {
  const region = layer.structures.regions.bat;
  // A file that was cut off before the region has nothing to show.
  if (region === null || region.offset >= layer.store.size) return null;
  return {
    id: nodeId("bat"),
    parent: null,
    index: 7,
    label: "Block allocation table",
    detail:
      bat === null
        ? "how many entries it has is not known"
        : `${countText(bat.entries, "entry", "entries")}, ${sizeText(bat.byteLength)}`,
    offset: region.offset,
    length: Math.min(region.length, layer.store.size - region.offset),
    childCount: Math.ceil((bat?.entries ?? 0) / BAT_ENTRIES_PER_SECTOR),
  };
}

export const batSource: NodeSource = {
  node: (context, place) => {
    const bat = batOf(context);
    if (place.kind === "bat") return regionNode(context, bat);
    if (bat === null) return null;
    if (place.kind === "bat/page") return pageNode(bat, place.numbers[0]);
    return place.kind === "bat/entry" ? entryNode(bat, place.numbers[0]) : null;
  },
  children: (context, place, first, count) => {
    const bat = batOf(context);
    if (bat === null) return [];
    if (place.kind === "bat")
      return window(Math.ceil(bat.entries / BAT_ENTRIES_PER_SECTOR), first, count, (page) =>
        pageNode(bat, page),
      );
    if (place.kind !== "bat/page") return [];
    const start = place.numbers[0] * BAT_ENTRIES_PER_SECTOR;
    return window(Math.min(BAT_ENTRIES_PER_SECTOR, bat.entries - start), first, count, (index) =>
      entryNode(bat, start + index),
    );
  },
  struct: (context, place) => {
    const bat = batOf(context);
    if (bat === null || place.kind !== "bat/entry") return null;
    const [index] = place.numbers;
    if (index >= bat.entries) return null;
    const title = `${batEntry.name} ${index.toLocaleString("en-US")}: ${subject(bat, index)}`;
    return { ...batEntryTable(context, bat, index), title };
  },
  locate: (context, offset) => {
    const bat = batOf(context);
    const index = bat === null ? 0 : Math.floor((offset - bat.offset) / BAT_ENTRY_SIZE);
    if (bat === null || index >= bat.entries) return { id: nodeId("bat"), field: null };
    return {
      id: nodeId("bat/entry", index),
      field: fieldAt(batEntry, (offset - bat.offset) % BAT_ENTRY_SIZE),
    };
  },
};
