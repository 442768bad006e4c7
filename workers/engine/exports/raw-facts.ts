import { VhdxError } from "../../shared/error.ts";
import { GIB } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import type { Gate } from "../jobs/jobs.ts";
import type { Layer } from "../image/layer.ts";
import { type DiskRange, lostSentence, zeroedLines } from "../report/lost-words.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { unreadableRanges } from "./pieces/disk-pieces.ts";
import { type ExportFacts, refused } from "./export-facts.ts";
import type { ExportLimits } from "./limits.ts";
import { storedBound } from "./packed/stored-bound.ts";

/** From here on the user is told that saving takes its time. */
const LONG_RAW = 8 * GIB;
/** A raw image so many times as large as its data is better taken packed. */
const MUCH_LARGER = 4;

const PACKED = '"Export raw disk, packed"';

/** What a raw image lacks where runs of the disk can't be read. */
function lossOf(ranges: readonly DiskRange[], diskSize: number): Pick<ExportFacts, "changes" | "lost"> {
  const bytes = ranges.reduce((sum, { length }) => sum + length, 0);
  if (bytes === 0) return { changes: [] };
  const lost = `${lostSentence({ bytes, ranges }, diskSize)} These bytes will be zeros in the raw image. Export the rest all the same?`;
  return { changes: zeroedLines(ranges), lost };
}

/** Runs something on a layer's virtual disk; what the image does not have is a refusal. */
async function tried(size: number | null, facts: () => Promise<ExportFacts>): Promise<ExportFacts> {
  try {
    return await facts();
  } catch (thrown) {
    const missing =
      thrown instanceof VhdxError && (thrown.code === "not-available" || thrown.code === "needs-parent");
    if (!missing) throw thrown;
    return { ...refused(thrown.message), size };
  }
}

/** Whether there is a virtual disk, and its size. */
function diskFacts(image: OpenedImage, layer: Layer): Promise<ExportFacts> {
  return tried(null, async () => ({
    available: true,
    note: null,
    size: image.disk(layer).size,
    changes: [],
  }));
}

/** The same with what of the disk is lost. Refused where some of it is in a parent that is not open. */
async function lossFacts(
  image: OpenedImage,
  layer: Layer,
  facts: ExportFacts,
  gate: Gate,
): Promise<ExportFacts> {
  const { size } = facts;
  if (!facts.available || size === null) return facts;
  return tried(size, async () => ({
    ...facts,
    ...lossOf(await unreadableRanges(image, layer, gate), size),
  }));
}

/** Why a disk is not saved as it is, and what to take instead. */
async function tooLarge(
  image: OpenedImage,
  layer: Layer,
  facts: ExportFacts,
  gate: Gate,
  alternatives: () => Promise<string>,
): Promise<ExportFacts> {
  const size = facts.size ?? 0;
  // Losses don't matter here, a missing parent does: the packed disk is not to be had without it either.
  const { available, note } =
    layer.structures.facts.type === "differencing" ? await lossFacts(image, layer, facts, gate) : facts;
  if (!available) return { ...refused(note ?? ""), size };
  const stored = storedBound(image, layer, size);
  const atMost = stored === null ? "" : `, ${sizeText(stored)} at most`;
  const sentence = `A raw image of ${sizeText(size)} is more than a browser can save. Take ${PACKED}${atMost}, of which a script makes the raw image. There is also ${await alternatives()}.`;
  return { ...refused(sentence), size };
}

/**
 * What a raw image of a layer's virtual disk would be.
 *
 * @param alternatives what else of the layer can be taken away, in words, where the image is too large
 */
export async function rawFacts(
  image: OpenedImage,
  layer: Layer,
  gate: Gate,
  limits: ExportLimits,
  alternatives: () => Promise<string>,
): Promise<ExportFacts> {
  const disk = await diskFacts(image, layer);
  if (disk.size !== null && disk.size > limits.raw) return tooLarge(image, layer, disk, gate, alternatives);
  const facts = await lossFacts(image, layer, disk, gate);
  const { size } = facts;
  if (!facts.available || size === null || size < LONG_RAW) return facts;
  const stored = storedBound(image, layer, size);
  const better =
    stored !== null && stored * MUCH_LARGER <= size
      ? ` ${PACKED} saves ${sizeText(stored)} at most, and its script makes the same image of it.`
      : "";
  const note = `${sizeText(size)}: a download takes as much room again while it is saved, and a picked file takes some seconds a GiB to close, holes included.${better}`;
  return { ...facts, note };
}

/** What the packed data of a layer's virtual disk would be. */
export async function packedFacts(
  image: OpenedImage,
  layer: Layer,
  gate: Gate,
  limits: ExportLimits,
): Promise<ExportFacts> {
  const facts = await lossFacts(image, layer, await diskFacts(image, layer), gate);
  if (!facts.available || facts.size === null) return facts;
  const atMost = storedBound(image, layer, facts.size);
  const note =
    atMost !== null && atMost > limits.raw
      ? `${sizeText(atMost)} are stored. Where more than ${sizeText(limits.raw)} of them are not zeros, this ends without a file.`
      : null;
  return { ...facts, note, size: null, atMost };
}
