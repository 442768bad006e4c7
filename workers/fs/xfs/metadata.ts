import { IntervalSet } from "../../bytes/intervals.ts";
import type { Steps } from "../../bytes/steps.ts";
import { safeNumber } from "../../shared/numbers.ts";
import type { VolumeRun } from "../file-system.ts";
import { CHUNK, inodeChunks } from "./chunks.ts";
import type { XfsContext } from "./context.ts";
import { blockOffset, groupOffset, inodeOffset } from "./geometry.ts";

/** Sectors at the start of each group: superblock, AGF, AGI, AGFL. */
const HEADERS = 4;
const STEP = 256;
/** Runs that are kept. */
const MOST = 1_000_000;

/** Headers of the groups, the log, the inodes and the trees that lead to them. */
export function* metadataRuns(context: XfsContext): Steps<readonly VolumeRun[]> {
  const { geometry, reader } = context;
  const { groups, sectorSize, blockSize, inodeSize, values } = geometry;
  const found: { start: number; end: number }[] = [];
  const add = (start: number | null, length: number) => {
    if (start !== null && found.length < MOST) found.push({ start, end: start + length });
  };
  for (let group = 0; group < groups; group++) {
    const start = groupOffset(geometry, group, 0) ?? 0;
    if (start >= reader.size) break;
    add(start, HEADERS * sectorSize);
    if (group % STEP === 0) yield { done: group, total: groups };
  }
  const log = safeNumber(values.logStart);
  if (log !== null && log !== 0) add(blockOffset(geometry, log), values.logBlocks * blockSize);
  let done = 0;
  for (const chunk of inodeChunks(context, (offset) => add(offset, blockSize))) {
    done += 1;
    if (done % STEP === 0) yield { done, total: null };
    if (chunk === null) continue;
    for (let nth = 0; nth < CHUNK;) {
      let end = nth;
      while (end < CHUNK && chunk.isThere(end)) end += 1;
      if (end > nth) add(inodeOffset(geometry, chunk.first + nth), (end - nth) * inodeSize);
      nth = end + 1;
    }
  }
  return IntervalSet.of(found).runs.map(({ start, end }) => ({ offset: start, length: end - start }));
}
