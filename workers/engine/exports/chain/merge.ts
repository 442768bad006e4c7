import { VhdxError } from "../../../shared/error.ts";
import { MIB } from "../../../shared/numbers.ts";
import { encode } from "../../../bytes/struct.ts";
import { sizeText } from "../../../shared/text.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { ReferenceStore } from "../../../store/reference-store.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { headerUpdate } from "../../../vhdx/headers/header-update.ts";
import { readHeaders } from "../../../vhdx/headers/headers.ts";
import { readStructures } from "../../../vhdx/image.ts";
import type { Metadata } from "../../../vhdx/metadata/metadata.ts";
import type { Region } from "../../../vhdx/regions/regions.ts";
import {
  type KnownItem,
  PHYSICAL_SECTOR_SIZE,
  physicalSectorSize,
  VIRTUAL_DISK_ID,
  virtualDiskId,
} from "../../../vhdx/structs/metadata-items.ts";
import type { ExtraItem } from "../../../vhdx/write/create.ts";
import { DiskWriter } from "../../../vhdx/write/disk-writer.ts";
import { putItem, removeItems } from "../../../vhdx/write/item-writer.ts";
import { isDiskItem, virtualDiskItems } from "../../chain/inherited.ts";
import { diskBelow } from "../../image/lineage.ts";
import type { OpenLink } from "../../image/opened-image.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import type { Layer } from "../../image/layer.ts";
import type { OpenedImage } from "../../image/opened-image.ts";
import { type LayerFile, layerFile, type Overlay } from "../pieces/layer-file.ts";
import { replayCommit } from "../replayed/replay-commit.ts";

/** Written at once. */
const CHUNK = 16 * MIB;

/** Why a child can't be merged, as a sentence; null where it can. */
export function mergeProblem(image: OpenedImage, layer: Layer): string | null {
  const { facts } = layer.structures;
  const { parent } = image.lineage;
  if (facts.type !== "differencing") return "This disk has no parent to be merged into.";
  if (parent === null) return "The parent is not open.";
  if (layer.name === "original" && image.headers.dirty)
    return "The log has not been applied to the Original layer. Choose the Replayed layer.";
  const size = parent.image.best.structures.facts.virtualSize ?? 0;
  if (size !== facts.virtualSize) {
    return `The parent's disk of ${sizeText(size)} differs in size from this one. Flatten the chain instead.`;
  }
  try {
    diskBelow(image, layer);
    diskBelow(parent.image, parent.image.layerBelow(layer));
  } catch (thrown) {
    if (thrown instanceof VhdxError) return thrown.message;
    throw thrown;
  }
  return null;
}

/** The parent's file as a clean one: with its log applied, where it asks for that. */
function cleanParent({ image, file }: OpenLink): { current: ReadableStore; overlays: Overlay[] } {
  const { best } = image;
  if (!image.canReplay) return { current: file, overlays: [] };
  const { store } = replayCommit(image, best);
  return { current: store, overlays: [best.store, store] };
}

/** Gives both headers the DataWriteGuid, one after the other. */
function setDataWriteGuid(store: ReferenceStore, dataWriteGuid: string): void {
  const { active } = readHeaders(store);
  if (active === null) throw new VhdxError("not-available", "The parent's headers can't be read.");
  const first = headerUpdate(active, { dataWriteGuid });
  for (const { offset, bytes } of [first, headerUpdate(first, {})]) store.write(offset, bytes);
}

/**
 * A child merged into its parent, as a new file: the parent's file with its type, blocks and places, and the child's data over it.
 *
 * Its DataWriteGuid is the child's. The result shows what the child showed, so the child's own children fit it as they are; other
 * children of the parent don't, and must not, as what they see through it would change. Metadata items of the virtual disk are
 * the child's.
 *
 * @throws VhdxError `not-available` where it can't be merged; `unreadable-block`; `cancelled`.
 */
export async function mergedFile(image: OpenedImage, layer: Layer, job: JobContext): Promise<LayerFile> {
  const { parent } = image.lineage;
  const problem = mergeProblem(image, layer);
  if (problem !== null || parent === null) throw new VhdxError("not-available", problem ?? "");
  const { current, overlays } = cleanParent(parent);
  const merged = new ReferenceStore(current, CHUNK);
  replaceDiskItems(merged, layer);
  const below = diskBelow(parent.image, parent.image.layerBelow(layer));
  const writer = new DiskWriter(merged, undefined, below);
  const fixed = parent.image.best.structures.facts.type === "fixed";
  const disk = image.ownDisk(layer);
  const zeros = new MemoryStore(disk.size);
  for (const { offset, length, source } of disk.extents(0, disk.size)) {
    if (source.kind === "parent") continue;
    if (source.kind === "unreadable")
      throw new VhdxError("unreadable-block", source.reason, { offset, structure: "virtual disk" });
    const copy = async (from: ReadableStore, fromOffset: number) => {
      for (let done = 0; done < length; done += CHUNK) {
        const size = Math.min(CHUNK, length - done);
        writer.write(offset + done, merged.standIn(from, fromOffset + done, size));
        await job.checkpoint();
      }
    };
    if (source.kind === "file") await copy(layer.store, source.fileOffset);
    else if (fixed) await copy(zeros, offset);
    else writer.zero(offset, length);
    job.progress(offset + length, disk.size, "Merging");
    await job.checkpoint();
  }
  writer.close();
  setDataWriteGuid(merged, image.headers.active?.values.dataWriteGuid ?? "");
  job.progress(0, null, "Exporting");
  return layerFile(parent.file, ...overlays, merged);
}

/** The child's items of the virtual disk in place of the parent's (MS-VHDX 2.6.1.2): those that the child lacks are gone. */
function replaceDiskItems(merged: ReferenceStore, layer: Layer): void {
  const { diskId, physicalSectorSize: physical } = layer.structures.facts;
  const item = ({ guid: itemId, isVirtualDisk, isRequired }: KnownItem, bytes: Uint8Array): ExtraItem[] => [
    { itemId, isUser: false, isVirtualDisk, isRequired, bytes },
  ];
  const items = [
    ...(diskId === null ? [] : item(VIRTUAL_DISK_ID, encode(virtualDiskId, { virtualDiskId: diskId }))),
    ...(physical === null
      ? []
      : item(PHYSICAL_SECTOR_SIZE, encode(physicalSectorSize, { physicalSectorSize: physical }))),
    ...virtualDiskItems(layer),
  ];
  const change = (write: (metadata: Metadata, region: Region) => void) => {
    const { metadata, regions } = readStructures(merged, readHeaders(merged).log);
    if (metadata !== null && regions.metadata !== null) write(metadata, regions.metadata);
  };
  change((metadata, region) => removeItems(merged, metadata, region, isDiskItem));
  for (const each of items) change((metadata, region) => putItem(merged, metadata, region, each));
}
