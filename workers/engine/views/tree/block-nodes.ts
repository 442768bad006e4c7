import { MIB } from "../../../shared/numbers.ts";
import { countText, offsetText } from "../../../shared/text.ts";
import { offsetMibOf, stateOf } from "../../../vhdx/bat/bat-bits.ts";
import { BITMAP_BLOCK_SIZE } from "../../../shared/geometry.ts";
import { hasStorage } from "../../report/bat-entry-words.ts";
import { stateName } from "../../../shared/bat-states.ts";
import type { Layer } from "../../image/layer.ts";
import type { ViewContext } from "../context.ts";
import { blockPlaces } from "../maps/block-places.ts";
import { blockRun } from "../maps/file-runs.ts";
import { batEntryTable } from "./bat-nodes.ts";
import { type NodeInfo, type NodeSource, window } from "./source.ts";
import { nodeId, parseNodeId } from "../../../shared/node-id.ts";

/** The node of a block with storage, by the block's number. */
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
    id: nodeId(kind, block),
    parent: nodeId("blocks"),
    index: placeOf(layer, index, mib, size / MIB),
    label: kind === "bitmap" ? `Sector bitmap ${block}` : `Block ${block.toLocaleString("en-US")}`,
    detail: `${stateName(kind === "bitmap" ? "bitmap" : "payload", stateOf(low))} at ${offsetText(mib * MIB)}`,
    offset: mib * MIB,
    length: Math.min(size, layer.store.size - mib * MIB),
    childCount: 0,
  };
}

/** Position among all blocks in the file; that of another block where this one is covered by others. */
function placeOf(layer: Layer, batIndex: number, mib: number, sizeMib: number): number {
  const owners = layer.bat?.owners ?? null;
  let own = mib;
  while (own < mib + sizeMib && owners?.at(own) !== batIndex + 1) own += 1;
  return blockPlaces(layer).countBefore(own === mib + sizeMib ? mib : own);
}

/** All blocks with storage, in the order of the file. */
export const blocksSource: NodeSource = {
  node: ({ layer }) => {
    if (layer.structures.bat === null) return null;
    const { count } = blockPlaces(layer);
    return {
      id: nodeId("blocks"),
      parent: null,
      index: 8,
      label: "Blocks",
      detail: layer.batChecked ? countText(count, "block") : "known once the BAT has been read",
      offset: null,
      length: 0,
      childCount: count,
    };
  },
  children: (context, _place, first, count) => {
    const places = blockPlaces(context.layer);
    return window(places.count, first, count, (index) => {
      const mib = places.at(index);
      if (mib === null) return null;
      const run = parseNodeId(blockRun(context.layer, mib).node);
      return run?.kind === "bitmap" || run?.kind === "block"
        ? storedNode(context, run.kind, run.numbers[0])
        : null;
    });
  },
  struct: () => null,
  locate: () => ({ id: nodeId("blocks"), field: null }),
};

function storedSource(kind: "block" | "bitmap"): NodeSource {
  return {
    node: (context, place) => (place.kind === kind ? storedNode(context, kind, place.numbers[0]) : null),
    children: () => [],
    struct: (context, place) => {
      const { bat, geometry } = context.layer.structures;
      const node = place.kind === kind ? storedNode(context, kind, place.numbers[0]) : null;
      if (bat === null || geometry === null || node === null) return null;
      const block = place.numbers[0] ?? 0;
      const index = kind === "bitmap" ? geometry.bitmapIndex(block) : geometry.payloadIndex(block);
      const title = `${node.label}: BAT entry ${index.toLocaleString("en-US")}`;
      return { ...batEntryTable(context, bat, index), title };
    },
    locate: ({ layer }, offset) => {
      const owner = layer.bat?.owners?.at(Math.floor(offset / MIB)) ?? 0;
      const entry = owner === 0 ? null : layer.structures.geometry?.entryAt(owner - 1);
      if (entry == null) return { id: nodeId("blocks"), field: null };
      return { id: nodeId(entry.kind === "bitmap" ? "bitmap" : "block", entry.block), field: null };
    },
  };
}

export const blockSource = storedSource("block");
export const bitmapSource = storedSource("bitmap");
