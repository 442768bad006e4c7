import { decode } from "../../bytes/struct.ts";
import { checkCrc, type XfsContext } from "./context.ts";
import { groupOffset } from "./geometry.ts";
import { agf, agi, SHORT_BLOCK_V4, shortBlock } from "./structs/group.ts";

const MOST_LEVELS = 10;
const POINTER = 4;

/** A kind of tree inside a group. */
interface GroupTree {
  readonly magic: { readonly v4: string; readonly v5: string };
  /** Bytes of a record, and of a key. */
  readonly record: number;
  readonly key: number;
  readonly words: string;
}

export const FREE_TREE: GroupTree = {
  magic: { v4: "ABTB", v5: "AB3B" },
  record: 8,
  key: 8,
  words: "free space tree",
};
export const INODE_TREE: GroupTree = {
  magic: { v4: "IABT", v5: "IAB3" },
  record: 16,
  key: 4,
  words: "inode tree",
};

/** A leaf: its records begin at `at` in its bytes. */
export interface TreeLeaf {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly count: number;
}

/** A step through a tree: a leaf, or null for a block that is none. */
export function* groupLeaves(
  context: XfsContext,
  tree: GroupTree,
  group: number,
  root: number,
  levels: number,
  visited: (offset: number) => void = () => {},
): Generator<TreeLeaf | null> {
  const { reader, geometry, problems } = context;
  const { blockSize, isV5 } = geometry;
  const head = isV5 ? shortBlock.size : SHORT_BLOCK_V4;
  const room = blockSize - head;
  const damaged = (offset: number | null) =>
    problems.add("xfs-group-tree", "error", `A block of the ${tree.words} of group ${group} is damaged.`, {
      run: offset === null ? null : { offset, length: blockSize },
    });
  if (levels < 1 || levels > MOST_LEVELS) {
    damaged(null);
    return;
  }
  const seen = new Set<number>();
  const open: { readonly block: number; readonly level: number }[] = [{ block: root, level: levels - 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { block, level } = next;
    if (seen.has(block)) continue;
    seen.add(block);
    const offset = groupOffset(geometry, group, block);
    const bytes = offset === null ? null : reader.read(offset, blockSize);
    const values = bytes === null ? null : decode(shortBlock, bytes);
    const most = Math.floor(room / (level === 0 ? tree.record : tree.key + POINTER));
    const magic = isV5 ? tree.magic.v5 : tree.magic.v4;
    if (
      bytes === null ||
      offset === null ||
      values === null ||
      values.magic !== magic ||
      values.level !== level ||
      values.records > most
    ) {
      damaged(offset);
      yield null;
      continue;
    }
    visited(offset);
    checkCrc(
      context,
      bytes,
      shortBlock.fields.checksum,
      values.checksum,
      `a block of the ${tree.words} of group ${group}`,
      { offset },
    );
    if (level === 0) {
      yield { bytes, at: head, count: values.records };
      continue;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const pointers = head + most * tree.key;
    for (let nth = values.records - 1; nth >= 0; nth--)
      open.push({ block: view.getUint32(pointers + nth * POINTER), level: level - 1 });
    yield null;
  }
}

/** A header of a group; null, and a problem, where it is damaged. */
function headerAt<T>(
  { reader, geometry, problems }: XfsContext,
  group: number,
  sector: number,
  read: (bytes: Uint8Array) => T | null,
  words: string,
): T | null {
  const start = groupOffset(geometry, group, 0);
  const offset = (start ?? 0) + sector * geometry.sectorSize;
  const bytes = start === null ? null : reader.read(offset, geometry.sectorSize);
  const values = bytes === null ? null : read(bytes);
  if (values === null)
    problems.add("xfs-group-header", "error", `The header of the ${words} of group ${group} is damaged.`, {
      run: { offset, length: geometry.sectorSize },
    });
  return values;
}

/** Header of the free space of a group. */
export const readAgf = (context: XfsContext, group: number) =>
  headerAt(
    context,
    group,
    1,
    (bytes) => {
      const values = decode(agf, bytes);
      if (values.magic !== "XAGF" || values.group !== group) return null;
      const offset = (groupOffset(context.geometry, group, 0) ?? 0) + context.geometry.sectorSize;
      checkCrc(context, bytes, agf.fields.checksum, values.checksum, `the AGF of group ${group}`, { offset });
      return values;
    },
    "free space",
  );

/** Header of the inodes of a group. */
export const readAgi = (context: XfsContext, group: number) =>
  headerAt(
    context,
    group,
    2,
    (bytes) => {
      const values = decode(agi, bytes);
      if (values.magic !== "XAGI" || values.group !== group) return null;
      const offset = (groupOffset(context.geometry, group, 0) ?? 0) + 2 * context.geometry.sectorSize;
      checkCrc(context, bytes, agi.fields.checksum, values.checksum, `the AGI of group ${group}`, { offset });
      return values;
    },
    "inodes",
  );
