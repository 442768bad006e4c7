import { VhdxError } from "../../bytes/error.ts";
import { GIB } from "../../bytes/numbers.ts";
import { sizeText } from "../../bytes/text.ts";
import type { Gate } from "../jobs.ts";
import type { Layer } from "../layer.ts";
import { type DiskRange, lostSentence, zeroedLines } from "../lost-words.ts";
import type { OpenedImage } from "../opened-image.ts";
import { unreadableRanges } from "./disk-pieces.ts";
import { type ExportFacts, refused } from "./export-facts.ts";
import { storedBound } from "./packed/stored-bound.ts";

/** More than this is not saved as a raw image, packed or not: browsers keep a whole second copy meanwhile. */
export const LARGEST_RAW = 256 * GIB;
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

/** Whether the whole virtual disk can be had, its size, and what of it is lost. */
async function diskFacts(image: OpenedImage, layer: Layer, gate: Gate): Promise<ExportFacts> {
  let size: number | null = null;
  try {
    size = image.disk(layer).size;
    const unreadable = await unreadableRanges(image, layer, gate);
    return { available: true, note: null, size, ...lossOf(unreadable, size) };
  } catch (thrown) {
    const refusal =
      thrown instanceof VhdxError && (thrown.code === "not-available" || thrown.code === "needs-parent");
    if (!refusal) throw thrown;
    return { ...refused(thrown.message), size };
  }
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
  alternatives: () => Promise<string>,
): Promise<ExportFacts> {
  const facts = await diskFacts(image, layer, gate);
  const { size } = facts;
  if (!facts.available || size === null || size < LONG_RAW) return facts;
  const stored = storedBound(image, layer, size);
  const atMost = stored === null ? "" : `, ${sizeText(stored)} at most`;
  if (size > LARGEST_RAW) {
    const note = `A raw image of ${sizeText(size)} is more than a browser can save. Take ${PACKED}${atMost}, of which a script makes the raw image. There is also ${await alternatives()}.`;
    return { ...refused(note), size };
  }
  const note = `${sizeText(size)}: a download takes as much room again while it is saved, and a picked file takes some seconds a GiB to close, holes included.`;
  const better =
    stored !== null && stored * MUCH_LARGER <= size
      ? ` ${PACKED} saves ${sizeText(stored)} at most, and its script makes the same image of it.`
      : "";
  return { ...facts, note: note + better };
}

/** What the packed data of a layer's virtual disk would be. */
export async function packedFacts(image: OpenedImage, layer: Layer, gate: Gate): Promise<ExportFacts> {
  const facts = await diskFacts(image, layer, gate);
  if (!facts.available || facts.size === null) return facts;
  const atMost = storedBound(image, layer, facts.size);
  const note =
    atMost !== null && atMost > LARGEST_RAW
      ? `${sizeText(atMost)} are stored. Where more than ${sizeText(LARGEST_RAW)} of them are not zeros, this ends without a file.`
      : null;
  return { ...facts, note, size: null, atMost };
}
