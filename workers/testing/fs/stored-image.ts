import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { MemoryStore } from "../../store/memory-store.ts";

/** An entry as a mount showed it. Paths, targets and values are hexadecimal: names need not be text. */
export interface StoredEntry {
  readonly path: string;
  readonly kind: string;
  readonly size: number;
  readonly sha256?: string;
  readonly target?: string;
  /** Left out, as all below, where no mount could be asked. */
  readonly mode?: number;
  readonly user?: number;
  readonly group?: number;
  readonly links?: number;
  readonly node?: number;
  /** Nanoseconds since 1970. */
  readonly modified?: string;
  readonly device?: readonly [number, number];
  readonly attributes?: Readonly<Record<string, string>>;
}

interface Packed {
  readonly size: number;
  readonly runs: readonly (readonly [number, string])[];
  readonly entries: readonly StoredEntry[];
}

/** Images with a folder `page` of 1,000 files and 60 more folders in the root. Their entries are not listed. */
export const MANY = ["many-ext4", "many-ntfs", "many-fat32", "many-exfat", "many-xfs"] as const;

export type ImageName = "fat12" | "fat16" | "fat32" | "exfat" | "xfs5" | "xfs4" | (typeof MANY)[number];

/** Unpacks an image of this folder. The store belongs to the caller and may be written. */
export function storedImage(name: ImageName): {
  readonly store: MemoryStore;
  readonly entries: readonly StoredEntry[];
} {
  const file = new URL(`./${name}.json.gz`, import.meta.url);
  const packed = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Packed;
  const store = new MemoryStore(packed.size);
  for (const [offset, data] of packed.runs) store.write(offset, Buffer.from(data, "base64"));
  return { store, entries: packed.entries };
}
