import type { DiskBytes, DiskExtent, ExtentOwner, Span } from "../../../api/index.ts";
import { stateOf } from "../../../vhdx/bat/bat-bits.ts";
import type { Extent, VirtualDisk } from "../../../vhdx/disk/disk.ts";
import { ancestors, chainDisk } from "../../image/lineage.ts";
import type { OpenLink } from "../../image/opened-image.ts";
import type { Layer } from "../../image/layer.ts";
import type { OpenedImage } from "../../image/opened-image.ts";
import { stateName } from "../../../shared/bat-states.ts";
import type { ViewContext } from "../context.ts";
import { LARGEST_ANSWER } from "./layer-bytes.ts";

/** The ancestor and the block that hold an offset; null where the disk itself holds it. */
function ownerOf(
  { parents, layer }: { parents: readonly OpenLink[]; layer: Layer },
  link: number,
  offset: number,
): ExtentOwner | null {
  const parent = link === 0 ? undefined : parents[link - 1];
  const { bat, geometry } = parent?.image.layerBelow(layer).structures ?? {};
  if (parent === undefined || bat == null || geometry == null) return null;
  const block = Math.floor(offset / geometry.blockSize);
  const batIndex = geometry.payloadIndex(block);
  const state = stateName("payload", stateOf(bat.halves(batIndex).low));
  return { link, id: parent.id, name: parent.name, block, batIndex, state };
}

/** Why a run reads as zeros. */
function zeroReason(block: number, state: string, owner: ExtentOwner | null, pastEnd: boolean): string {
  if (owner !== null && pastEnd)
    return `It lies past the end of ${owner.name}, the smaller parent, and reads as zeros.`;
  const of = owner === null ? "" : ` of ${owner.name}`;
  const shown = (owner?.block ?? block).toLocaleString("en-US");
  return `Block ${shown}${of} is ${owner?.state ?? state}: it has no storage and reads as zeros.`;
}

/** An extent, cut at the block borders of the disk and of its owner, with facts about each block. */
function* named(context: ViewContext, extent: Extent): Generator<DiskExtent> {
  const { layer } = context;
  const { bat, geometry } = layer.structures;
  if (bat === null || geometry === null) return;
  const parents = ancestors(context.image);
  const link = extent.link ?? 0;
  const below = link === 0 ? undefined : parents[link - 1]?.image.layerBelow(layer).structures.geometry;
  const cut = Math.min(geometry.blockSize, below?.blockSize ?? geometry.blockSize);
  const end = extent.offset + extent.length;
  for (let at = extent.offset; at < end;) {
    const block = Math.floor(at / geometry.blockSize);
    const length = Math.min(end, (Math.floor(at / cut) + 1) * cut) - at;
    const batIndex = geometry.payloadIndex(block);
    const state = stateName("payload", stateOf(bat.halves(batIndex).low));
    const owner = ownerOf({ parents, layer }, link, at);
    const shift = at - extent.offset;
    const source: DiskExtent["source"] =
      extent.source.kind === "file"
        ? { kind: "file", fileOffset: extent.source.fileOffset + shift }
        : extent.source.kind === "zero"
          ? { kind: "zero", reason: zeroReason(block, state, owner, at >= (below?.virtualSize ?? Infinity)) }
          : extent.source;
    yield { offset: at, length, source, owner, block, batIndex, state };
    at += length;
  }
}

/** Fills `into` with what can be read; zeros elsewhere. */
function readTolerantly(
  disk: VirtualDisk,
  extents: Iterable<Extent | DiskExtent>,
  offset: number,
  into: Uint8Array,
): void {
  for (const { source, offset: at, length } of extents) {
    if (source.kind === "file") disk.read(at, into.subarray(at - offset, at - offset + length));
  }
}

/** What a layer's disk holds at a run; zeros where nothing can be read, null where the layer has no disk to read. */
function readableBytes(image: OpenedImage, layer: Layer, offset: number, length: number): Uint8Array | null {
  const own = layer.structures.disk;
  if (own === null) return null;
  const disk = chainDisk(image, layer, own);
  const bytes = new Uint8Array(length);
  // The replay can make the disk longer.
  if (offset >= disk.size) return bytes;
  readTolerantly(disk, disk.extents(offset, Math.min(length, disk.size - offset)), offset, bytes);
  return bytes;
}

/** Runs in which two layers' disks differ; none where either can't be read. */
function differences(image: OpenedImage, layer: Layer, below: Layer, offset: number, length: number): Span[] {
  if (layer === below || length === 0) return [];
  const after = readableBytes(image, layer, offset, length);
  const before = readableBytes(image, below, offset, length);
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
  const { image, layer, original, base } = context;
  const edited = layer.name === "edited";
  const bytes = new Uint8Array(available);
  readTolerantly(disk, extents, offset, bytes);
  return {
    offset,
    bytes,
    diskSize: disk.size,
    extents,
    changedByReplay:
      layer.name === "original" ? [] : differences(image, edited ? base : layer, original, offset, available),
    changedByUser: edited ? differences(image, layer, base, offset, available) : [],
  };
}
