import { VhdxError } from "../../../shared/error.ts";
import { IntervalSet } from "../../../bytes/intervals.ts";
import { offsetText } from "../../../shared/text.ts";
import type { Extent } from "../../../vhdx/disk/disk-extent.ts";
import type { VirtualDisk } from "../../../vhdx/disk/disk.ts";
import type { Gate } from "../../jobs/jobs.ts";
import type { Layer } from "../../image/layer.ts";
import type { DiskRange } from "../../report/lost-words.ts";
import type { OpenedImage } from "../../image/opened-image.ts";
import { filePieces, type LayerFile } from "./layer-file.ts";
import type { Piece } from "./pieces.ts";

function parentObstacle(offset: number): VhdxError {
  const sentence = `The bytes from ${offsetText(offset)} of the virtual disk on are in the parent disk, which is not open.`;
  return new VhdxError("needs-parent", sentence, { offset, structure: "virtual disk" });
}

/** Why a run of the disk can't be read, as an error; null where it can. */
function obstacle({ offset, source }: Extent): VhdxError | null {
  const place = { offset, structure: "virtual disk" };
  if (source.kind === "parent") {
    return parentObstacle(offset);
  }
  if (source.kind === "unreadable") {
    const sentence = `The virtual disk can't be read at ${offsetText(offset)}: ${source.reason}`;
    return new VhdxError("unreadable-block", sentence, place);
  }
  return null;
}

/**
 * All runs of the disk that can't be read, merged, as far as they lie in this file. Reads the whole BAT, and sector bitmaps.
 *
 * @throws VhdxError `needs-parent` at the first run that is in the parent disk; `cancelled`.
 */
export async function unreadableRuns(
  disk: VirtualDisk,
  gate: Gate,
): Promise<readonly { readonly start: number; readonly end: number }[]> {
  const runs: { start: number; end: number }[] = [];
  for (const extent of disk.extents(0, disk.size)) {
    const { source, offset, length } = extent;
    if (source.kind === "parent") throw parentObstacle(offset);
    if (source.kind === "unreadable") runs.push({ start: offset, end: offset + length });
    await gate.checkpoint();
  }
  return IntervalSet.of(runs).runs;
}

/** The first run of the disk that can't be read, as an error; null where there is none. Reads as much as `unreadableRuns`. */
export async function firstObstacle(disk: VirtualDisk, gate: Gate): Promise<VhdxError | null> {
  for (const extent of disk.extents(0, disk.size)) {
    const found = obstacle(extent);
    if (found !== null) return found;
    await gate.checkpoint();
  }
  return null;
}

/** Whether a run of the disk may be unreadable. If not, there is no need to walk through all entries. */
const mayFail = (layer: Layer) =>
  layer.structures.facts.type === "differencing" || layer.findings.some((each) => each.severity === "error");

/**
 * Runs of a layer's virtual disk that can't be read.
 *
 * @throws VhdxError `needs-parent` where some are in a parent that is not open; `not-available` where there is no virtual disk;
 *   `cancelled`.
 */
export async function unreadableRanges(
  image: OpenedImage,
  layer: Layer,
  gate: Gate,
): Promise<readonly DiskRange[]> {
  const disk = image.disk(layer);
  if (layer.unreadable !== null) return layer.unreadable;
  const runs = mayFail(layer) ? await unreadableRuns(disk, gate) : [];
  return runs.map(({ start, end }) => ({ offset: start, length: end - start }));
}

/**
 * Why the virtual disk of a layer can't be read as a whole, as a sentence; null where it can. While the BAT is still being
 * checked in the background, nothing is said about it.
 */
export async function diskProblem(image: OpenedImage, layer: Layer, gate: Gate): Promise<string | null> {
  try {
    const disk = image.disk(layer);
    if (layer.unreadable !== null) {
      const [first] = layer.unreadable;
      const [extent] = first === undefined ? [] : disk.extents(first.offset, disk.logicalSectorSize);
      return (extent && obstacle(extent)?.message) ?? null;
    }
    if (!layer.batChecked && layer.structures.facts.type !== "differencing") return null;
    return mayFail(layer) ? ((await firstObstacle(disk, gate))?.message ?? null) : null;
  } catch (thrown) {
    if (thrown instanceof VhdxError && thrown.code === "not-available") return thrown.message;
    throw thrown;
  }
}

/**
 * What a run of the virtual disk is made of, as the raw image needs it.
 *
 * @param files the files that the disk's extents of kind `file` point into: the layer's own, its parent's, and so on
 * @param zerosFor `unreadable`: what can't be read becomes zeros, as the user agreed to
 * @throws VhdxError `needs-parent` or `unreadable-block` at the first run that can't be read.
 */
export function* diskPieces(
  disk: VirtualDisk,
  files: readonly LayerFile[],
  offset = 0,
  length = disk.size - offset,
  zerosFor: "nothing" | "unreadable" = "nothing",
): Generator<Piece> {
  for (const extent of disk.extents(offset, length)) {
    const { source, link = 0 } = extent;
    const file = files[link];
    if (source.kind === "file" && file !== undefined) {
      yield* filePieces(file, source.fileOffset, source.fileOffset + extent.length);
    } else if (source.kind === "zero" || (source.kind === "unreadable" && zerosFor === "unreadable"))
      yield { kind: "zeros", length: extent.length };
    else throw obstacle(extent) ?? new Error("a run without an obstacle was refused");
  }
}
