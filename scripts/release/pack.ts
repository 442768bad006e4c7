import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { zipSync } from "fflate";

/** A time that is the same in all time zones: a zip has local time. */
const fixedTime = () => new Date(1980, 0, 1, 12);

/**
 * Packs a folder into a zip whose bytes depend on the names and contents of its files alone: not on their times, their order on the
 * disk, the time zone or the system.
 *
 * @param folder whose files are packed, those in its folders too
 * @param prefix the one folder that the zip unpacks into
 * @returns the zip
 */
export function packFolder(folder: string, prefix: string): Uint8Array {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .toSorted();
  // fflate keeps the order of the keys.
  const files = Object.fromEntries(
    names.map((name) => [`${prefix}/${name}`, new Uint8Array(readFileSync(path.join(folder, name)))]),
  );
  return zipSync(files, { level: 9, mtime: fixedTime() });
}
