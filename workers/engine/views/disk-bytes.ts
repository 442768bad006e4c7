import type { DiskBytes, DiskExtent, Span } from "../../api/index.ts";
import { stateOf } from "../../vhdx/bat-bits.ts";
import type { Extent, VirtualDisk } from "../../vhdx/disk.ts";
import type { Layer } from "../layer.ts";
import { stateName } from "../bat-entry-words.ts";
import type { ViewContext } from "./context.ts";
import { LARGEST_ANSWER } from "./layer-bytes.ts";

/** An extent cut at block borders, with the block's own facts. */
function* named(context: ViewContext, extent: Extent): Generator<DiskExtent> {
  const { bat, geometry } = context.layer.structures;
  if (bat === null || geometry === null) return;
  const end = extent.offset + extent.length;
  for (let at = extent.offset; at < end;) {
    const block = Math.floor(at / geometry.blockSize);
    const length = Math.min(end, (block + 1) * geometry.blockSize) - at;
    const batIndex = geometry.payloadIndex(block);
    const state = stateName("payload", stateOf(bat.halves(batIndex).low));
    const shift = at - extent.offset;
    const source: DiskExtent["source"] =
      extent.source.kind === "file"
        ? { kind: "file", fileOffset: extent.source.fileOffset + shift }
        : extent.source.kind === "zero"
          ? {
              kind: "zero",
              reason: `Block ${block.toLocaleString("en-US")} is ${state}: it has no storage and reads as zeros.`,
            }
          : extent.source;
    yield { offset: at, length, source, block, batIndex, state };
    at += length;
  }
}

/** Fills `into` with what can be read; zeros elsewhere. */
function readTolerantly(
  context: ViewContext,
  extents: readonly DiskExtent[],
  offset: number,
  into: Uint8Array,
): void {
  for (const { source, offset: at, length } of extents) {
    if (source.kind !== "file") continue;
    context.layer.store.read(source.fileOffset, into.subarray(at - offset, at - offset + length));
  }
}

/** What a layer's blocks hold at a run; zeros where it has none, null where the layer has no disk to read. */
function storedBytes(layer: Layer, offset: number, length: number): Uint8Array | null {
  const { disk } = layer.structures;
  if (disk === null) return null;
  const bytes = new Uint8Array(length);
  // The replay can make the disk longer.
  if (offset >= disk.size) return bytes;
  for (const extent of disk.extents(offset, Math.min(length, disk.size - offset))) {
    if (extent.source.kind !== "file") continue;
    const at = extent.offset - offset;
    layer.store.read(extent.source.fileOffset, bytes.subarray(at, at + extent.length));
  }
  return bytes;
}

/** Runs in which two layers' disks differ; none where either can't be read. */
function differences(layer: Layer, below: Layer, offset: number, length: number): Span[] {
  if (layer === below || length === 0) return [];
  const after = storedBytes(layer, offset, length);
  const before = storedBytes(below, offset, length);
  const runs: Span[] = [];
  if (after === null || before === null) return runs;
  let start = -1;
  for (let at = 0; at <= length; at++) {
    const differs = at < length && after[at] !== before[at];
    if (differs && start < 0) start = at;
    if (!differs && start >= 0) {
      runs.push({ offset: offset + start, length: at - start });
      start = -1;
    }
  }
  return runs;
}

/** Bytes of the virtual disk with where each run comes from; what can't be read is zeros and says so. */
export function diskBytes(
  context: ViewContext,
  disk: VirtualDisk,
  offset: number,
  length: number,
): DiskBytes {
  const available = Math.max(0, Math.min(length, LARGEST_ANSWER, disk.size - offset));
  // Past the disk's end there is nothing, as past the file's.
  const found = available === 0 ? [] : [...disk.extents(offset, available)];
  const extents = found.flatMap((extent) => [...named(context, extent)]);
  const { layer, original, base } = context;
  const edited = layer.name === "edited";
  const bytes = new Uint8Array(available);
  readTolerantly(context, extents, offset, bytes);
  return {
    offset,
    bytes,
    diskSize: disk.size,
    extents,
    changedByReplay:
      layer.name === "original" ? [] : differences(edited ? base : layer, original, offset, available),
    changedByUser: edited ? differences(layer, base, offset, available) : [],
  };
}
