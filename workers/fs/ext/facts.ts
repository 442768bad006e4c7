import { bytesToHex } from "../../shared/text.ts";
import { labelOf } from "../../volume/content.ts";
import { extName } from "../../volume/systems/ext-superblock.ts";
import type { FsFacts } from "../file-system.ts";
import { COMPATIBLE, INCOMPATIBLE } from "./features.ts";
import type { Journal } from "./journal/journal.ts";
import { orphanWords } from "./orphans.ts";
import type { FoundSuperblock } from "./superblocks.ts";
import type { ExtVolume } from "./volume.ts";

const IS_CLEAN = 1;
const HAS_ERRORS = 2;

/** Groups whose free blocks are counted for the facts. More would take reads on opening. */
const MOST_COUNTED = 1024;

/** A UUID as `blkid` writes it. */
function uuidText(uuid: Uint8Array): string | null {
  if (uuid.every((byte) => byte === 0)) return null;
  const hex = bytesToHex(uuid);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function stateOf(stored: FoundSuperblock, journal: Journal | null, volume: ExtVolume): readonly string[] {
  const { superblock, isCopy, isChecked } = stored;
  const words: string[] = [];
  if (isCopy) words.push("found by a backup superblock");
  else if (!isChecked) words.push("with a wrong checksum of its superblock");
  // Copies do not follow the state.
  if (!isCopy) {
    if ((superblock.state & HAS_ERRORS) !== 0) words.push("marked as having errors");
    const needsReplay = (superblock.incompatible & INCOMPATIBLE.recover) !== 0;
    if (needsReplay) words.push("not unmounted");
    else if ((superblock.state & IS_CLEAN) === 0) words.push("not unmounted cleanly");
  }
  if (journal !== null) words.push(...journal.state);
  words.push(...orphanWords(volume));
  const { size } = volume.store;
  if (volume.geometry.blocks * volume.blockSize > size)
    words.push("longer than the volume: its end is cut off");
  return words;
}

/** Blocks and inodes in use, by the descriptors where there are few, which are newer than the superblock on a disk that was in use. */
function counters(
  volume: ExtVolume,
  isCopy: boolean,
): { readonly used: number | null; readonly files: number | null } {
  const { geometry, superblock, blockSize } = volume;
  const { groups, blocks, inodes, clusterBlocks, firstInode } = geometry;
  const high = (superblock.incompatible & INCOMPATIBLE.wide) === 0 ? 0 : superblock.freeBlocksHigh;
  let free = high * 2 ** 32 + superblock.freeBlocksLow;
  let freeInodes = superblock.freeInodes;
  let isSure = !isCopy;
  if (groups <= MOST_COUNTED) {
    isSure = true;
    free = 0;
    freeInodes = 0;
    for (let number = 0; number < groups && isSure; number++) {
      const group = volume.groups.group(number);
      isSure = group?.isSure === true;
      free += (group?.freeBlocks ?? 0) * clusterBlocks;
      freeInodes += group?.freeInodes ?? 0;
    }
  }
  // The reserved inodes are neither files nor folders, but for the root folder.
  const files = inodes - freeInodes - (firstInode - 1) + 1;
  return {
    used: isSure && free <= blocks ? (blocks - free) * blockSize : null,
    files: isSure && files >= 0 ? files : null,
  };
}

/** What the file system says of itself. @param stored its superblock as it is stored */
export function factsOf(volume: ExtVolume, stored: FoundSuperblock, journal: Journal | null): FsFacts {
  const { superblock, geometry, blockSize } = volume;
  const hasJournal = (superblock.compatible & COMPATIBLE.journal) !== 0;
  return {
    name: extName(superblock),
    label: labelOf(superblock.label),
    uuid: uuidText(superblock.uuid),
    blockSize,
    size: geometry.blocks * blockSize,
    ...counters(volume, stored.isCopy),
    state: stateOf(stored, journal, volume),
    pendingTransactions: hasJournal ? (journal?.pending ?? null) : null,
    isCurrent: journal?.isWhole ?? true,
  };
}
