import { countText } from "../../shared/text.ts";
import { COMPATIBLE, READ_ONLY } from "./features.ts";
import { readInode } from "./inodes.ts";
import type { ExtVolume } from "./volume.ts";

/** Orphans that are followed at most. */
const MOST = 1000;

/** Inodes of the list of orphans: deleted while they were open, or cut while the system stopped. Ends at a circle. */
function orphansOf(volume: ExtVolume): readonly number[] {
  const found = new Set<number>();
  const { superblock } = volume;
  for (let number = superblock.lastOrphan; number !== 0 && found.size < MOST && !found.has(number);) {
    const inode = readInode(volume, number);
    if (inode === null) break;
    found.add(number);
    number = inode.deleted;
  }
  return [...found];
}

/** The same in words, for the state. */
export function orphanWords(volume: ExtVolume): readonly string[] {
  const { compatible, readOnly } = volume.superblock;
  const words: string[] = [];
  const count = orphansOf(volume).length;
  if (count > 0) words.push(`with ${count >= MOST ? "at least " : ""}${countText(count, "orphaned inode")}`);
  const inFile = (compatible & COMPATIBLE.orphanFile) !== 0 && (readOnly & READ_ONLY.orphansPresent) !== 0;
  if (inFile) words.push("with orphaned inodes in its orphan file");
  return words;
}
