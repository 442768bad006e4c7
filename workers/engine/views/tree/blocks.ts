import { MIB } from "../../../bytes/numbers.ts";
import { countText, offsetText } from "../../../bytes/text.ts";
import { offsetMibOf, stateOf } from "../../../vhdx/bat-bits.ts";
import { BITMAP_BLOCK_SIZE } from "../../../vhdx/geometry.ts";
import { batEntry } from "../../../vhdx/structs/bat-entry.ts";
import { stateName } from "../../bat-entry-words.ts";
import type { ViewContext } from "../context.ts";
import { blockRun, blockStarts, firstAtOrAfter } from "../file-runs.ts";
import { batEntryFields } from "./bat.ts";
import { type NodeInfo, type NodeSource, numberPart, window } from "./source.ts";

/** A block with storage, by its number. */
function storedNode(context: ViewContext, kind: "block" | "bitmap", block: number): NodeInfo | null {
  const { bat, geometry } = context.layer.structures;
  if (bat === null || geometry === null) return null;
  const index = kind === "bitmap" ? geometry.bitmapIndex(block) : geometry.payloadIndex(block);
  const { low, high } = bat.halves(index);
  const mib = offsetMibOf(low, high);
  const limit = kind === "bitmap" ? geometry.bitmapBlocks : geometry.payloadBlocks;
  if (mib === 0 || block < 0 || block >= limit || mib * MIB >= context.layer.store.size) return null;
  return {
    id: `${kind}/${block}`,
    parent: "blocks",
    index: firstAtOrAfter(blockStarts(context.layer), mib),
    label: kind === "bitmap" ? `Sector bitmap ${block}` : `Block ${block.toLocaleString("en-US")}`,
    detail: `${stateName(kind === "bitmap" ? "bitmap" : "payload", stateOf(low))} at ${offsetText(mib * MIB)}`,
    offset: mib * MIB,
    length: kind === "bitmap" ? BITMAP_BLOCK_SIZE : geometry.blockSize,
    childCount: 0,
  };
}

/** All blocks with storage, in the order of the file. */
export const blocksSource: NodeSource = {
  node: (context) => {
    const { layer } = context;
    if (layer.structures.bat === null) return null;
    const starts = blockStarts(layer);
    return {
      id: "blocks",
      parent: null,
      index: 8,
      label: "Blocks",
      detail: layer.batChecked ? countText(starts.length, "block") : "known once the BAT has been read",
      offset: null,
      length: 0,
      childCount: starts.length,
    };
  },
  children: (context, parts, first, count) => {
    if (parts.length > 0) return [];
    const starts = blockStarts(context.layer);
    return window(starts.length, first, count, (index) => {
      const [kind = "", block = ""] = blockRun(context.layer, starts[index] ?? 0).node.split("/");
      const node = storedNode(context, kind === "bitmap" ? "bitmap" : "block", Number(block));
      return node === null ? null : { ...node, index };
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
    locate: (context, offset) => {
      const starts = blockStarts(context.layer);
      const nth = firstAtOrAfter(starts, Math.floor(offset / MIB) + 1) - 1;
      const start = starts[nth];
      return { id: start === undefined ? "blocks" : blockRun(context.layer, start).node, field: null };
    },
  };
}

export const blockSource = storedSource("block");
export const bitmapSource = storedSource("bitmap");
