import { GIB } from "../../shared/numbers.ts";
import { countText, sizeText } from "../../shared/text.ts";

/** A run of the virtual disk in bytes. */
export interface DiskRange {
  readonly offset: number;
  readonly length: number;
}

/** Ranges named in a sentence, and lines in a list: more are not read. */
const NAMED = 3;
const LISTED = 200;

/** A size with its GiB, which is what a disk is counted in; four decimals, cut. */
function gibText(bytes: number): string {
  if (bytes >= GIB) return sizeText(bytes);
  return `${sizeText(bytes)} (${(Math.floor((bytes / GIB) * 10_000) / 10_000).toFixed(4)} GiB)`;
}

const fromTo = ({ offset, length }: DiskRange) => `from ${sizeText(offset)} to ${sizeText(offset + length)}`;

/** How much of the disk can't be read and where: the first few ranges by name, the others by number. */
export function lostSentence(
  lost: { readonly bytes: number; readonly ranges: readonly DiskRange[] },
  diskSize: number,
): string {
  const named = lost.ranges.slice(0, NAMED).map(fromTo).join(", ");
  const others = lost.ranges.length - NAMED;
  const more = others > 0 ? `, and in ${countText(others, "more range")}` : "";
  return lost.bytes === diskSize
    ? `All of the disk, ${gibText(diskSize)}, can't be read.`
    : `Of the disk's ${gibText(diskSize)}, ${gibText(lost.bytes)} can't be read: ${named}${more}.`;
}

/** What is zeros in a raw image as it can't be read, a line a range, in words and exactly. */
export function zeroedLines(ranges: readonly DiskRange[]): readonly string[] {
  const lines = ranges
    .slice(0, LISTED)
    .map(
      (range) =>
        `Zeros ${fromTo(range)}: ${countText(range.length, "byte")} from byte ${range.offset.toLocaleString("en-US")} on.`,
    );
  const more = ranges.length - LISTED;
  return more > 0 ? [...lines, `Zeros in ${countText(more, "more range")}.`] : lines;
}
