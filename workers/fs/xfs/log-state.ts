import { decode } from "../../bytes/struct.ts";
import { safeNumber } from "../../shared/numbers.ts";
import type { XfsContext } from "./context.ts";
import { blockOffset } from "./geometry.ts";
import { LOG_BLOCK, logOperation, logRecord } from "./structs/log.ts";

const MAGIC = 0xfeed_babe;
const UNMOUNTED = 0x20;
/** Bytes of a record that one header block describes. */
const HEADER_REACH = 32 * 1024;
/** Blocks behind the head that its last record begins in: eight records of 256 KiB are in flight at most. */
const LOOK_BACK = 4200;

/** What the log says of the volume. */
export type LogState = "clean" | "dirty" | "elsewhere" | "unreadable";

/**
 * Whether the log ends with the record of an unmount (XFS 11). Every block of the log begins with its cycle, which tells where the log
 * ends: the blocks behind its end are of the cycle before.
 */
export function logState({ reader, geometry }: XfsContext): LogState {
  const first = safeNumber(geometry.values.logStart);
  if (first === 0) return "elsewhere";
  const start = first === null ? null : blockOffset(geometry, first);
  const blocks = (geometry.values.logBlocks * geometry.blockSize) / LOG_BLOCK;
  if (start === null || blocks < 2) return "unreadable";
  const blockAt = (block: number) => reader.read(start + block * LOG_BLOCK, LOG_BLOCK);
  const cycleAt = (block: number): number | null => {
    const bytes = blockAt(block);
    if (bytes === null) return null;
    const { magic, cycle } = decode(logRecord, bytes);
    return magic === MAGIC ? cycle : magic;
  };
  const oldest = cycleAt(blocks - 1);
  const newest = cycleAt(0);
  if (oldest === null || newest === null) return "unreadable";
  if (newest === 0) return "clean";
  // The first block that is of the cycle of the last one; all blocks where these are equal.
  let head = blocks;
  if (oldest !== newest) {
    let low = 0;
    let high = blocks - 1;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const cycle = cycleAt(middle);
      if (cycle === null) return "unreadable";
      if (cycle === oldest) high = middle;
      else low = middle;
    }
    head = high;
  }
  for (let back = 1; back <= Math.min(LOOK_BACK, blocks); back++) {
    const block = (head - back + blocks) % blocks;
    const bytes = blockAt(block);
    if (bytes === null) return "unreadable";
    const { magic, version, size, length, operations } = decode(logRecord, bytes);
    if (magic !== MAGIC) continue;
    const headers = (version & 2) !== 0 && size > HEADER_REACH ? Math.ceil(size / HEADER_REACH) : 1;
    const end = block + headers + Math.ceil(length / LOG_BLOCK);
    const operation = blockAt((block + headers) % blocks);
    if (operation === null) return "unreadable";
    const isUnmount = operations === 1 && (decode(logOperation, operation).flags & UNMOUNTED) !== 0;
    return isUnmount && end % blocks === head % blocks ? "clean" : "dirty";
  }
  return "dirty";
}
