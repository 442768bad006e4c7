import { MIB } from "../../../shared/numbers.ts";
import { countText, offsetText } from "../../../shared/text.ts";
import { offsetMibOf, stateOf } from "../../../vhdx/bat/bat-bits.ts";
import { BITMAP_BLOCK_SIZE } from "../../../shared/geometry.ts";
import { batEntry } from "../../../vhdx/structs/bat-entry.ts";
import { hasStorage } from "../../report/bat-entry-words.ts";
import { stateName } from "../../../shared/bat-states.ts";
import type { Layer } from "../../image/layer.ts";
import type { ViewContext } from "../context.ts";
import { blockPlaces } from "../maps/block-places.ts";
import { blockRun } from "../maps/file-runs.ts";
import { batEntryFields } from "./bat-nodes.ts";
import { type NodeInfo, type NodeSource, numberPart, window } from "./source.ts";

/** A block with storage, by its number. */
function storedNode({ layer }: ViewContext, kind: "block" | "bitmap", block: number): NodeInfo | null {
  const { bat, geometry } = layer.structures;
  if (bat === null || geometry === null) return null;
  const index = kind === "bitmap" ? geometry.bitmapIndex(block) : geometry.payloadIndex(block);
  const { low, high } = bat.halves(index);
  const mib = offsetMibOf(low, high);
  const limit = kind === "bitmap" ? geometry.bitmapBlocks : geometry.payloadBlocks;
  if (block < 0 || block >= limit || !hasStorage(kind === "bitmap" ? kind : "payload", stateOf(low)))
    return null;
  if (mib === 0 || mib * MIB >= layer.store.size) return null;
  const size = kind === "bitmap" ? BITMAP_BLOCK_SIZE : geometry.blockSize;
  return {
    id: `${kind}/${block}`,
    parent: "blocks",
    index: placeOf(layer, index, mib, size / MIB),
    label: kind === "bitmap" ? `Sector bitmap ${block}` : `Block ${block.toLocaleString("en-US")}`,
    detail: `${stateName(kind === "bitmap" ? "bitmap" : "payload", stateOf(low))} at ${offsetText(mib * MIB)}`,
    offset: mib * MIB,
    length: Math.min(size, layer.store.size - mib * MIB),
    childCount: 0,
  };
}

/** Position among all blocks; that of another block where this one lies wholly under others. */
function placeOf(layer: Layer, batIndex: number, mib: number, sizeMib: number): number {
  const owners = layer.bat?.owners ?? null;
  let own = mib;
  while (own < mib + sizeMib && owners?.[own] !== batIndex + 1) own += 1;
  return blockPlaces(layer).countBefore(own === mib + sizeMib ? mib : own);
}

/** All blocks with storage, in the order of the file. */
export const blocksSource: NodeSource = {
  node: ({ layer }) => {
    if (layer.structures.bat === null) return null;
    const { count } = blockPlaces(layer);
    return {
      id: "blocks",
      parent: null,
      index: 8,
      label: "Blocks",
      detail: layer.batChecked ? countText(count, "block") : "known once the BAT has been read",
      offset: null,
      length: 0,
      childCount: count,
    };
  },
  children: (context, parts, first, count) => {
    if (parts.length > 0) return [];
    const places = blockPlaces(context.layer);
    return window(places.count, first, count, (index) => {
      const mib = places.at(index);
      if (mib === null) return null;
      const [kind = "", block = ""] = blockRun(context.layer, mib).node.split("/");
      return storedNode(context, kind === "bitmap" ? "bitmap" : "block", Number(block));
    });
  },
  fields: () => null,
  locate: () => ({ id: "blocks", field: null }),
};

function storedSource(kind: "block" | "bitmap"): NodeSource {
  return {
    node: (context, parts) => storedNode(context, kind, numberPart(parts, 0) ?? -1),
    children: () => [],
    fields: (context, parts) => {
      const { bat, geometry } = context.layer.structures;
      const node = storedNode(context, kind, numberPart(parts, 0) ?? -1);
      if (bat === null || geometry === null || node === null) return null;
      const block = numberPart(parts, 0) ?? 0;
      const index = kind === "bitmap" ? geometry.bitmapIndex(block) : geometry.payloadIndex(block);
      return {
        node: node.id,
        title: `${node.label}: BAT entry ${index.toLocaleString("en-US")}`,
        spec: batEntry.spec,
        fields: batEntryFields(context, bat, index),
      };
    },
    locate: ({ layer }, offset) => {
      const owner = layer.bat?.owners?.[Math.floor(offset / MIB)] ?? 0;
      const entry = owner === 0 ? null : layer.structures.geometry?.entryAt(owner - 1);
      if (entry == null) return { id: "blocks", field: null };
      return { id: `${entry.kind === "bitmap" ? "bitmap" : "block"}/${entry.block}`, field: null };
    },
  };
}

export const blockSource = storedSource("block");
export const bitmapSource = storedSource("bitmap");
