import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** An entry of an image as the mount of ntfs-3g showed it, or as it was written where ntfs-3g can't read it. */
export interface ImageEntry {
  readonly path: string;
  readonly t: "f" | "d" | "l";
  readonly size: number;
  readonly nlink: number;
  readonly ino: number;
  /** Nanoseconds since 1970; left out where the entry was changed after it was looked at. */
  readonly mtime?: string;
  readonly sha?: string;
  readonly target?: string;
  /** SHA-256 of each named stream. */
  readonly streams?: Readonly<Record<string, string>>;
}

const UNITS = 65_536;
const folder = new URL("./", import.meta.url);

/** An image of this folder, and what it holds. */
export function ntfsImage(name: "small" | "records-4k"): {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly entries: readonly ImageEntry[];
} {
  const bytes = new Uint8Array(gunzipSync(readFileSync(new URL(`${name}.img.gz`, folder))));
  const { upCase, entries } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as {
    readonly upCase: number;
    readonly entries: readonly ImageEntry[];
  };
  // The table is stored as what each unit is above its own number, which packs better.
  const view = new DataView(bytes.buffer);
  for (let unit = 0; unit < UNITS; unit++)
    view.setUint16(upCase + unit * 2, (view.getUint16(upCase + unit * 2, true) + unit) & 0xffff, true);
  return { bytes, entries };
}
