import { SECTOR } from "./changed-sectors.ts";
import applyCmd from "./apply.cmd?raw";
import applyPs1 from "./apply.ps1?raw";
import applyPy from "./apply.py?raw";

/** What `patch.json` says of one range, bytes at most: numbers of 16 digits and two hashes, a line each. */
const RANGE_TEXT = 380;
/** The rest of `patch.json` and of `README.txt`, and what the zip adds: bytes at most, but for names and the lines of changes. */
const REST = 12 * 1024;
/** Headers that a replay writes besides what the log writes. */
const HEADER_UPDATES = 3;

/** Lines of a script end in two bytes on Windows. */
const windowsLength = (text: string) => text.length + text.split("\n").length;

/**
 * The size of a patch in bytes, at most. Its exact size is known only once the old and the new bytes were compared.
 *
 * @param runs that the layer has written; equal bytes in them are left out of the patch
 * @param changes the lines that say what the patch does
 * @param name of the image
 */
export function patchSizeBound(
  runs: Iterable<{ readonly start: number; readonly end: number }>,
  changes: readonly string[],
  name: string,
): number {
  let bytes = HEADER_UPDATES * SECTOR;
  let ranges = HEADER_UPDATES;
  for (const { start, end } of runs) {
    const sectors = Math.ceil(end / SECTOR) - Math.floor(start / SECTOR);
    bytes += end - start;
    // Where every other sector has changed.
    ranges += Math.ceil(sectors / 2);
  }
  const texts = [...changes, name, name, name, name, name, name, name, name];
  // In the read-me and in the description; a character takes up to three bytes, or six where it is written out.
  const words = texts.reduce((sum, text) => sum + 12 * text.length + 32, 0);
  const scripts = windowsLength(applyCmd) + windowsLength(applyPs1) + applyPy.length;
  return bytes + ranges * RANGE_TEXT + words + scripts + REST;
}
