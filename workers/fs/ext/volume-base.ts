import type { ReadableStore } from "../../store/store.ts";
import type { ExtSuperblock } from "../../volume/systems/ext-superblock.ts";
import type { VolumeRun } from "../file-system.ts";
import type { ProblemList } from "../common/problem-list.ts";
import { PagedBytes } from "../common/paged-bytes.ts";
import { type Checksums, checksumsOf } from "./checksums.ts";
import type { YoungestCopy } from "./block-copy.ts";
import type { Geometry } from "./geometry.ts";

/** A volume with an ext file system, without its groups. */
export class VolumeBase {
  readonly store: ReadableStore;
  readonly geometry: Geometry;
  readonly checksums: Checksums;
  readonly bytes: PagedBytes;
  readonly problems: ProblemList;
  /** The youngest copy of a damaged block that the journal holds; set once the journal was found. */
  copyInJournal: (block: number) => YoungestCopy | null = () => null;

  /** @param store as stored, or with the journal applied */
  constructor(store: ReadableStore, geometry: Geometry, problems: ProblemList) {
    this.store = store;
    this.geometry = geometry;
    this.problems = problems;
    this.checksums = checksumsOf(geometry.superblock);
    this.bytes = new PagedBytes(store);
  }

  get superblock(): ExtSuperblock {
    return this.geometry.superblock;
  }

  get blockSize(): number {
    return this.geometry.blockSize;
  }

  /** Blocks of the file system that the volume has: fewer than the file system says where it is cut off. */
  get blocksHere(): number {
    return Math.min(this.geometry.blocks, Math.floor(this.store.size / this.geometry.blockSize));
  }

  /** A block; null where it can't be read. The caller must not change it. */
  block(number: number): Uint8Array | null {
    return this.bytes.read(number * this.blockSize, this.blockSize);
  }

  run(block: number, count = 1): VolumeRun {
    return { offset: block * this.blockSize, length: count * this.blockSize };
  }

  /** Whether a run of blocks lies in the file system, behind its superblock. */
  holds(block: number, count = 1): boolean {
    const { firstBlock, blocks } = this.geometry;
    return block > firstBlock && count >= 0 && block + count <= blocks;
  }
}
