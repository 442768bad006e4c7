import { countText, sizeText } from "../../shared/text.ts";

/** A run of the virtual disk in bytes. */
export interface DiskRange {
  readonly offset: number;
  readonly length: number;
}

/** Ranges named in a sentence, and lines in a list, at most. */
const NAMED = 3;
const LISTED = 200;

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
    ? `All of the disk, ${sizeText(diskSize)}, can't be read.`
    : `Of the disk's ${sizeText(diskSize)}, ${sizeText(lost.bytes)} can't be read: ${named}${more}.`;
}

/** The ranges that can't be read and are zeros in a raw image, a line for each. */
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
