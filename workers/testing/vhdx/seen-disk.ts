import { crc32c } from "../../bytes/crc32c.ts";
import { isZero } from "../../bytes/zero.ts";
import type { ReadableStore } from "../../store/store.ts";
import { LINKAGE_FAULTS } from "../../vhdx/findings/index.ts";
import { openAfterCrash } from "./judge.ts";

/** What a guest sees of a disk: a text for its parameters, and one for each block that does not read as zeros. */
export interface SeenDisk {
  readonly parameters: string;
  readonly blocks: ReadonlyMap<number, string>;
}

/** Smallest unit whose source can differ, bytes. */
const SECTOR = 512;

/**
 * Reads the whole disk of a file, its log applied. Blocks with the same text read the same, byte by byte; sectors that can't be
 * read, or that are the parent's, count as such.
 *
 * @returns null where there is no disk, or none may be shown.
 */
export function seenDisk(store: ReadableStore): SeenDisk | null {
  const { structures, layer, findings } = openAfterCrash(store);
  const { disk, facts, geometry } = structures;
  if (disk === null || geometry === null) return null;
  // Fatal findings about the parent do not keep the file's own sectors from being read.
  if (findings.some(({ severity, code }) => severity === "fatal" && !LINKAGE_FAULTS.has(code))) return null;
  const { virtualSize, diskId, logicalSectorSize, physicalSectorSize } = facts;
  const blocks = new Map<number, string>();
  for (let block = 0; block < geometry.payloadBlocks; block++) {
    const start = block * geometry.blockSize;
    const length = geometry.bytesInBlock(block);
    const extents = [...disk.extents(start, length)];
    if (extents.every(({ source }) => source.kind === "zero")) continue;
    const bytes = new Uint8Array(length);
    const sources = new Uint8Array(Math.ceil(length / SECTOR));
    for (const { offset, length: size, source } of extents) {
      const at = offset - start;
      if (source.kind === "file") layer.read(source.fileOffset, bytes.subarray(at, at + size));
      const mark = source.kind === "parent" ? 1 : source.kind === "unreadable" ? 2 : 0;
      sources.fill(mark, Math.floor(at / SECTOR), Math.ceil((at + size) / SECTOR));
    }
    if (isZero(bytes) && isZero(sources)) continue;
    blocks.set(block, `${crc32c(bytes)} ${crc32c(sources)}`);
  }
  return {
    parameters: JSON.stringify([virtualSize, diskId, logicalSectorSize, physicalSectorSize]),
    blocks,
  };
}

/** Whether a guest can tell two disks apart. */
export const looksDifferent = (a: SeenDisk, b: SeenDisk): boolean =>
  a.parameters !== b.parameters ||
  [...new Set([...a.blocks.keys(), ...b.blocks.keys()])].some(
    (block) => a.blocks.get(block) !== b.blocks.get(block),
  );
