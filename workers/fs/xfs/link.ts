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
  for (let block = 0; done < size; block++) {
    const [run] = map.runs(block, block + 1);
    const bytes = run === undefined || run.offset === null ? null : reader.read(run.offset, blockSize);
    if (bytes === null) return null;
    const length = isV5 ? decode(linkBlock, bytes).length : blockSize;
    if (isV5 && (decode(linkBlock, bytes).magic !== "XSLM" || length === 0)) return null;
    const part = bytes.subarray(header, header + Math.min(length, size - done, blockSize - header));
    target.set(part, done);
    done += part.length;
  }
  return target;
}
