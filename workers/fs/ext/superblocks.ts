import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { EXT_SUPERBLOCK, extSuperblock } from "../../volume/structs/ext.ts";
import {
  extCopyPlaces,
  type ExtSuperblock,
  extSuperblockIn,
  extSuperblockIsChecked,
  isExtCopyAt,
  moreExtCopyPlaces,
} from "../../volume/systems/ext-superblock.ts";
import { INCOMPATIBLE } from "./features.ts";
import { type Geometry, geometryOf } from "./geometry.ts";

/** A superblock, and where it was found. */
export interface FoundSuperblock {
  readonly geometry: Geometry;
  readonly superblock: ExtSuperblock;
  /** Byte of the volume. */
  readonly offset: number;
  readonly isCopy: boolean;
  /** Whether its checksum holds, or it has none. */
  readonly isChecked: boolean;
}

function at(store: ReadableStore, offset: number): FoundSuperblock | null {
  const bytes = tryRead(store, offset, extSuperblock.size);
  const superblock = bytes === null ? null : extSuperblockIn(bytes);
  const geometry = superblock === null ? null : geometryOf(superblock);
  if (bytes === null || superblock === null || geometry === null) return null;
  const isCopy = offset !== EXT_SUPERBLOCK;
  if (isCopy ? !isExtCopyAt(superblock, offset) : superblock.group !== 0) return null;
  const isChecked = extSuperblockIsChecked(superblock, bytes);
  return { geometry, superblock, offset, isCopy, isChecked };
}

/** The superblock at the start of a volume; null where there is none. */
export const primarySuperblock = (store: ReadableStore): FoundSuperblock | null => at(store, EXT_SUPERBLOCK);

function firstCopy(store: ReadableStore): FoundSuperblock | null {
  let unchecked: FoundSuperblock | null = null;
  for (const places of [extCopyPlaces(), moreExtCopyPlaces()])
    for (const place of places) {
      const found = at(store, place);
      if (found?.isChecked === true) return found;
      unchecked ??= found;
    }
  return unchecked;
}

/** Whether two superblocks are of one file system, with its structures at the same places. */
const agree = ({ geometry: a }: FoundSuperblock, { geometry: b }: FoundSuperblock): boolean =>
  a.blockSize === b.blockSize &&
  a.blocksPerGroup === b.blocksPerGroup &&
  a.inodesPerGroup === b.inodesPerGroup &&
  a.inodeSize === b.inodeSize &&
  a.descriptorSize === b.descriptorSize &&
  a.firstBlock === b.firstBlock &&
  a.superblock.uuid.every((byte, index) => byte === b.superblock.uuid[index]);

/** The superblock of a volume, or a copy where it is gone or damaged; null where there is none. */
export function findSuperblock(store: ReadableStore): FoundSuperblock | null {
  const primary = primarySuperblock(store);
  if (primary?.isChecked === true) return isFileSystem(primary) ? primary : null;
  const copy = firstCopy(store);
  if (primary === null || copy === null) return only(primary ?? copy);
  // A wrong checksum alone is no reason for an older copy, which does not follow the state.
  return only(agree(primary, copy) ? primary : copy);
}

/** A journal on a device of its own has a superblock too. */
const isFileSystem = ({ superblock }: FoundSuperblock) =>
  (superblock.incompatible & INCOMPATIBLE.journalDevice) === 0;
const only = (found: FoundSuperblock | null) => (found !== null && isFileSystem(found) ? found : null);
