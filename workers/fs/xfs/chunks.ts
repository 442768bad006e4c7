import { decode } from "../../bytes/struct.ts";
import type { XfsContext } from "./context.ts";
import { groupOffset, inodeNumber } from "./geometry.ts";
import { groupLeaves, INODE_TREE, readAgi } from "./group-tree.ts";
import { inodeChunk } from "./structs/group.ts";

/** Inodes of a chunk, and of a bit of its mask of holes. */
export const CHUNK = 64;
const HOLE = 4;

/** 64 inodes that lie one behind the other. */
export interface Chunk {
  /** Number of the first inode. */
  readonly first: number;
  readonly group: number;
  /** Whether the n-th inode has a place, and whether it is free. */
  readonly isThere: (nth: number) => boolean;
  readonly isFree: (nth: number) => boolean;
}

/** Chunks of all groups by their trees; null for a step without one. */
export function* inodeChunks(
  context: XfsContext,
  visited: (offset: number) => void = () => {},
): Generator<Chunk | null> {
  const { geometry } = context;
  for (let group = 0; group < geometry.groups; group++) {
    if ((groupOffset(geometry, group, 0) ?? 0) >= context.reader.size) return;
    yield null;
    const header = readAgi(context, group);
    if (header === null) continue;
    for (const leaf of groupLeaves(context, INODE_TREE, group, header.root, header.level, visited)) {
      yield null;
      if (leaf === null) continue;
      for (let nth = 0; nth < leaf.count; nth++) {
        const { start, holes, free } = decode(inodeChunk, leaf.bytes, leaf.at + nth * inodeChunk.size);
        yield {
          first: inodeNumber(geometry, group, start),
          group,
          isThere: (inode) => ((holes >>> Math.floor(inode / HOLE)) & 1) === 0,
          isFree: (inode) => ((free >> BigInt(inode)) & 1n) === 1n,
        };
      }
    }
  }
}
