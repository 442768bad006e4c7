import type { Field } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { offsetMibOf, stateOf } from "../../../vhdx/bat/bat-bits.ts";
import type { Bat } from "../../../vhdx/bat/bat.ts";
import { BAT_ENTRY_SIZE } from "../../../shared/geometry.ts";
import { batEntry } from "../../../vhdx/structs/bat-entry.ts";
import { entryWords, hasStorage } from "../../report/bat-entry-words.ts";
import { stateName } from "../../../shared/bat-states.ts";
import type { ViewContext } from "../context.ts";
import { fieldAt, structFields } from "../field-list.ts";
import { type NodeInfo, type NodeSource, numberPart, window } from "./source.ts";

/** Entries of a 4 KiB sector: what one log descriptor replaces. */
const PAGE = 512;

const batOf = ({ layer }: ViewContext): Bat | null => layer.structures.bat;

function pageNode(bat: Bat, page: number): NodeInfo | null {
  const first = page * PAGE;
  const count = Math.min(PAGE, bat.entries - first);
  if (count <= 0) return null;
  return {
    id: `bat/page/${page}`,
    parent: "bat",
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
    id: `bat/entry/${index}`,
    parent: `bat/page/${Math.floor(index / PAGE)}`,
    index: index % PAGE,
    label: `${index.toLocaleString("en-US")}: ${subject(bat, index)}`,
    detail: entryWords(bat.geometry.entryAt(index).kind, low, high),
    offset: bat.offset + index * BAT_ENTRY_SIZE,
    length: BAT_ENTRY_SIZE,
    childCount: 0,
  };
}

/** Rows of the inspector for one entry; the offset leads to the block's bytes. */
export function batEntryFields(context: ViewContext, bat: Bat, index: number): Field[] {
  const { kind, block } = bat.geometry.entryAt(index);
  const { low, high } = bat.halves(index);
  const state = stateOf(low);
  const offset = offsetMibOf(low, high) * MIB;
  const stored = hasStorage(kind, state) && offset > 0 && offset < context.layer.store.size;
  const target = kind === "bitmap" ? `bitmap/${block}` : `block/${block}`;
  const found = context.image
    .findings(context.layer)
    .filter((each) => each.batIndex === index || each.other === index)
    .map((each) => each.message)
    .join(" ");
  return structFields(context, batEntry, bat.offset + index * BAT_ENTRY_SIZE, {
    targets: { fileOffsetMb: stored ? target : null },
    words: { state: stateName(kind, state) },
    problems: { fileOffsetMb: found === "" ? null : found },
  });
}

/** The whole region: behind the entries that the disk needs there may be more. */
function regionNode({ layer }: ViewContext, bat: Bat | null): NodeInfo | null {
  const region = layer.structures.regions.bat;
  // Of a file that was cut off before it there is nothing to show.
  if (region === null || region.offset >= layer.store.size) return null;
  return {
    id: "bat",
    parent: null,
    index: 7,
    label: "Block allocation table",
    detail:
      bat === null
        ? "how many entries it has is not known"
        : `${countText(bat.entries, "entry", "entries")}, ${sizeText(bat.byteLength)}`,
    offset: region.offset,
    length: Math.min(region.length, layer.store.size - region.offset),
    childCount: Math.ceil((bat?.entries ?? 0) / PAGE),
  };
}

export const batSource: NodeSource = {
  node: (context, parts) => {
    const bat = batOf(context);
    if (parts.length === 0) return regionNode(context, bat);
    if (bat === null) return null;
    const nth = numberPart(parts, 1) ?? -1;
    return parts[0] === "page" ? pageNode(bat, nth) : entryNode(bat, nth);
  },
  children: (context, parts, first, count) => {
    const bat = batOf(context);
    if (bat === null) return [];
    if (parts.length === 0)
      return window(Math.ceil(bat.entries / PAGE), first, count, (page) => pageNode(bat, page));
    if (parts[0] !== "page") return [];
    const start = (numberPart(parts, 1) ?? 0) * PAGE;
    return window(Math.min(PAGE, bat.entries - start), first, count, (index) =>
      entryNode(bat, start + index),
    );
  },
  fields: (context, parts) => {
    const bat = batOf(context);
    const index = numberPart(parts, 1);
    if (bat === null || parts[0] !== "entry" || index === null || index >= bat.entries) return null;
    return {
      node: `bat/entry/${index}`,
      title: `${batEntry.name} ${index.toLocaleString("en-US")}: ${subject(bat, index)}`,
      spec: batEntry.spec,
      fields: batEntryFields(context, bat, index),
    };
  },
  locate: (context, offset) => {
    const bat = batOf(context);
    const index = bat === null ? 0 : Math.floor((offset - bat.offset) / BAT_ENTRY_SIZE);
    if (bat === null || index >= bat.entries) return { id: "bat", field: null };
    return { id: `bat/entry/${index}`, field: fieldAt(batEntry, (offset - bat.offset) % BAT_ENTRY_SIZE) };
  },
};
