import { crc32c } from "../../bytes/crc32c.ts";
import { isZero } from "../../bytes/zero.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { Extent } from "../../vhdx/disk/disk.ts";
import { LINKAGE_FAULTS } from "../../vhdx/findings/index.ts";
import { openAfterCrash } from "./judge.ts";

/** What a guest sees of a disk: a text for its parameters, and one for each block that does not read as zeros. */
export interface SeenDisk {
  readonly parameters: string;
  readonly blocks: ReadonlyMap<number, string>;
  /** Blocks of which a part can't be read. */
  readonly unreadable: ReadonlySet<number>;
}

/** Smallest unit whose source can differ, bytes. */
const SECTOR = 512;

/** What is known of the blocks of another state of the same file. */
export interface KnownBlocks {
  /** Texts of blocks, by the places of their bytes; states of one file may share them. */
  readonly texts: Map<string, string | null>;
  /** Whether bytes of the file may differ from those of the other state. */
  touched(offset: number, length: number): boolean;
}

/** The text of a block; null where it reads as zeros. */
function textOf(
  layer: ReadableStore,
  start: number,
  length: number,
  extents: readonly Extent[],
): string | null {
  const bytes = new Uint8Array(length);
  const sources = new Uint8Array(Math.ceil(length / SECTOR));
  for (const { offset, length: size, source } of extents) {
    const at = offset - start;
    if (source.kind === "file") layer.read(source.fileOffset, bytes.subarray(at, at + size));
    const mark = source.kind === "parent" ? 1 : source.kind === "unreadable" ? 2 : 0;
    sources.fill(mark, Math.floor(at / SECTOR), Math.ceil((at + size) / SECTOR));
  }
  return isZero(bytes) && isZero(sources) ? null : `${crc32c(bytes)} ${crc32c(sources)}`;
}

/** Where the bytes of a block stand, as a text; null where they may differ from those of the other state. */
function placesOf(extents: readonly Extent[], { touched }: KnownBlocks): string | null {
  let places = "";
  for (const { offset, length, source } of extents) {
    if (source.kind === "file" && touched(source.fileOffset, length)) return null;
    places += `${offset} ${length} ${source.kind} ${source.kind === "file" ? source.fileOffset : ""};`;
  }
  return places;
}

/**
 * Reads the whole disk of a file, its log applied. Blocks with the same text read the same, byte by byte; sectors that can't be
 * read, or that are the parent's, count as such.
 *
 * @param known saves to read blocks again that are the same in another state
 * @returns null where there is no disk, or none may be shown.
 */
export function seenDisk(store: ReadableStore, known: KnownBlocks | null = null): SeenDisk | null {
  const { structures, layer, findings, replayed } = openAfterCrash(store);
  const { disk, facts, geometry } = structures;
  if (disk === null || geometry === null) return null;
  // Fatal findings about the parent do not keep the file's own sectors from being read.
  if (findings.some(({ severity, code }) => severity === "fatal" && !LINKAGE_FAULTS.has(code))) return null;
  const { virtualSize, diskId, logicalSectorSize, physicalSectorSize } = facts;
  const blocks = new Map<number, string>();
  const unreadable = new Set<number>();
  const touched = (offset: number, length: number) =>
    known === null ||
    known.touched(offset, length) ||
    replayed.some(({ start, end }) => start < offset + length && offset < end);
  for (let block = 0; block < geometry.payloadBlocks; block++) {
    const start = block * geometry.blockSize;
    const length = geometry.bytesInBlock(block);
    const extents = [...disk.extents(start, length)];
    if (extents.every(({ source }) => source.kind === "zero")) continue;
    if (extents.some(({ source }) => source.kind === "unreadable")) unreadable.add(block);
    const key = known === null ? null : placesOf(extents, { texts: known.texts, touched });
    let text = key === null ? undefined : known?.texts.get(key);
    if (text === undefined) {
      text = textOf(layer, start, length, extents);
      if (key !== null) known?.texts.set(key, text);
    }
    if (text !== null) blocks.set(block, text);
  }
  return {
    parameters: JSON.stringify([virtualSize, diskId, logicalSectorSize, physicalSectorSize]),
    blocks,
    unreadable,
  };
}

/** Whether a guest can tell two disks apart. */
export const looksDifferent = (a: SeenDisk, b: SeenDisk): boolean =>
  a.parameters !== b.parameters ||
  [...new Set([...a.blocks.keys(), ...b.blocks.keys()])].some(
    (block) => a.blocks.get(block) !== b.blocks.get(block),
  );
