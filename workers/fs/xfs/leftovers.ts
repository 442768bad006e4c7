import { decode } from "../../bytes/struct.ts";
import { roundUp } from "../../shared/numbers.ts";
import type { NodeId } from "../file-system.ts";
import { type PackedExtent, unpackExtent } from "./block-map.ts";
import type { XfsContext } from "./context.ts";
import { blockOffset, inodeOffset } from "./geometry.ts";
import { EXTENTS } from "./inode.ts";
import { folderBlock, folderEntry, unusedEntry } from "./structs/folder.ts";
import { CORE_V2, extentRecord, inodeCore } from "./structs/inode.ts";

/** Blocks of a file, past which the start of an extent is not believed. */
const LONGEST = 2 ** 35;
const FOLDERS: ReadonlySet<string> = new Set(["XDB3", "XDD3", "XD2B", "XD2D"]);

/** A free inode, and the extents that it had. */
export interface FreeInode {
  readonly values: ReturnType<typeof decode<typeof inodeCore.fields>>;
  readonly extents: readonly PackedExtent[];
}

/**
 * A free inode; null where it is in use, or none. XFS counts its extents as none when it frees it, and leaves their records where they
 * were, unless they never came from the log to their place.
 */
export function readFreeInode({ reader, geometry }: XfsContext, number: NodeId): FreeInode | null {
  const offset = inodeOffset(geometry, number);
  const bytes = offset === null ? null : reader.read(offset, geometry.inodeSize);
  if (bytes === null) return null;
  const values = decode(inodeCore, bytes);
  const { magic, mode, version, format } = values;
  if (magic !== "IN" || mode !== 0 || (version >= 3 && values.number !== BigInt(number))) return null;
  const extents: PackedExtent[] = [];
  if (format !== EXTENTS) return { values, extents };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = 0;
  for (
    let at = version >= 3 ? inodeCore.size : CORE_V2;
    at + extentRecord.size <= bytes.length;
    at += extentRecord.size
  ) {
    const extent = unpackExtent(view, at);
    const { start, count, block } = extent;
    const first = blockOffset(geometry, block);
    const last = blockOffset(geometry, block + count - 1);
    const isRight =
      count > 0 &&
      start >= end &&
      start < LONGEST &&
      block > 0 &&
      first !== null &&
      last !== null &&
      last - first === (count - 1) * geometry.blockSize;
    if (!isRight) break;
    extents.push(extent);
    end = start + count;
  }
  return { values, extents };
}

/** Whether the first block of a free inode is a folder's: its extents are those of no file. */
export function wasFolder({ reader, geometry }: XfsContext, { extents: [first] }: FreeInode): boolean {
  const offset = first === undefined ? null : blockOffset(geometry, first.block);
  const bytes = offset === null ? null : reader.read(offset, folderBlock.size);
  return bytes !== null && FOLDERS.has(decode(folderBlock, bytes).magic);
}

/** A name that is left in an unused run of a folder's block. */
export interface LostName {
  readonly inode: NodeId;
  readonly name: Uint8Array;
}

const ALIGNMENT = 8;
const TAG = 2;

/**
 * Names in an unused run. Of an entry that became unused the upper half of its inode is lost. Of one that was joined to the run in
 * front of it all is left, but its tag names that run.
 *
 * @param at bytes from the start of the block
 * @param folder its folder, whose upper half the inode has too: files are mostly in the group of their folder
 */
export function* lostNames(
  { geometry }: XfsContext,
  run: Uint8Array,
  at: number,
  folder: NodeId,
): Generator<LostName> {
  const view = new DataView(run.buffer, run.byteOffset, run.byteLength);
  const typeLength = geometry.hasTypes ? 1 : 0;
  const upperOfFolder = Math.floor(folder / 2 ** 32);
  for (let from = 0; from + folderEntry.size + TAG <= run.length;) {
    const nameLength = run[from + folderEntry.fields.nameLength.offset] ?? 0;
    const length = roundUp(folderEntry.size + nameLength + typeLength + TAG, ALIGNMENT);
    const tag = from + length <= run.length ? view.getUint16(from + length - TAG) : null;
    if (nameLength === 0 || tag === null || (tag !== at + from && tag !== at)) {
      from += ALIGNMENT;
      continue;
    }
    const inodeAt = from + folderEntry.fields.inode.offset;
    const isMarked = view.getUint16(from + unusedEntry.fields.tag.offset) === 0xffff;
    const upper = isMarked ? upperOfFolder : view.getUint32(inodeAt);
    const inode = upper * 2 ** 32 + view.getUint32(inodeAt + 4);
    const start = from + folderEntry.size;
    if (inodeOffset(geometry, inode) !== null) yield { inode, name: run.slice(start, start + nameLength) };
    from += length;
  }
}
