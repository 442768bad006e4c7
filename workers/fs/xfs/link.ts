import { decode } from "../../bytes/struct.ts";
import { BlockMap } from "./block-map.ts";
import type { XfsContext } from "./context.ts";
import { type Inode, LOCAL } from "./inode.ts";
import { linkBlock } from "./structs/inode.ts";

/** Bytes of a target (XFS_SYMLINK_MAXLEN). */
const LONGEST = 1024;

/** Target of a symbolic link as it is stored; null where it can't be read. */
export function readLink(context: XfsContext, inode: Inode): Uint8Array | null {
  const { size, data } = inode;
  if (size > LONGEST) return null;
  if (data.format === LOCAL) return size <= data.bytes.length ? data.bytes.slice(0, size) : null;
  const { reader, geometry } = context;
  const { blockSize, isV5 } = geometry;
  const target = new Uint8Array(size);
  let done = 0;
  const map = new BlockMap(context, inode, data);
  const header = isV5 ? linkBlock.size : 0;
  // One header in each extent; no link has more extents than it would have blocks with a header each.
  for (const run of map.runs(0, Math.ceil(size / (blockSize - header)))) {
    if (done >= size) break;
    const room = run.count * blockSize;
    const bytes = run.offset === null ? null : reader.read(run.offset, room);
    if (bytes === null) return null;
    const head = isV5 ? decode(linkBlock, bytes) : null;
    if (head !== null && (head.magic !== "XSLM" || head.length === 0)) return null;
    const part = bytes.subarray(header, header + Math.min(head?.length ?? room, size - done, room - header));
    target.set(part, done);
    done += part.length;
  }
  return done === size ? target : null;
}
