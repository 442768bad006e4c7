import { decode } from "../../../bytes/struct.ts";
import { asciiToText } from "../../../shared/encoded-text.ts";
import { readUpTo } from "../../../store/store.ts";
import { GPT_SIGNATURE, gptHeader } from "../../structs/gpt.ts";
import { METADATA_SIGNATURE } from "../../structs/metadata-table.ts";
import type { RepairState } from "../state.ts";

const SHOWN = 16;
/** Bytes searched for the signatures of file systems, which lie near the start. */
const LOOKED_AT = 8192;

/** Signatures near the start of a block: offset in bytes, text, description. */
const MARKS: readonly (readonly [number, string, string])[] = [
  [3, "NTFS    ", "an NTFS boot sector"],
  [3, "EXFAT   ", "an exFAT boot sector"],
  [82, "FAT32   ", "a FAT32 boot sector"],
  [0, "FILE", "records of an NTFS file table"],
  [0, "INDX", "an NTFS folder index"],
  [0, "XFSB", "an XFS superblock"],
  [512, GPT_SIGNATURE, "a partition table (GPT), as at the start of a disk"],
  [4096, GPT_SIGNATURE, "a partition table (GPT), as at the start of a disk"],
  [1080, "\x53\xef", "an ext superblock, as at the start of a partition"],
  [510, "\x55\xaa", "a boot sector"],
  [0, METADATA_SIGNATURE, "the file's own metadata"],
];

const hexStart = (bytes: Uint8Array) =>
  [...bytes.subarray(0, SHOWN)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

/** What a place of the file holds, in words: its first bytes, and what its signature says. */
export function contentWords({ store }: RepairState, offset: number): string {
  const bytes = readUpTo(store, offset, LOOKED_AT);
  if (bytes.length === 0) return "nothing, as the file ends before this place";
  if (bytes.every((byte) => byte === 0)) return "bytes that begin with zeros";
  const mark = MARKS.find(([at, text]) => asciiToText(bytes.subarray(at, at + text.length)) === text);
  return mark === undefined ? `bytes that begin with ${hexStart(bytes)}` : `${mark[2]} (${hexStart(bytes)})`;
}

/** The disk sector of the partition table (GPT) that a block begins with, by the table itself; null where there is none. */
export function homeSector({ store }: RepairState, offset: number): bigint | null {
  for (const sector of [512, 4096]) {
    const bytes = readUpTo(store, offset + sector, gptHeader.size);
    if (bytes.length < gptHeader.size) continue;
    const { signature, ownSector } = decode(gptHeader, bytes);
    if (signature === GPT_SIGNATURE) return ownSector;
  }
  return null;
}
