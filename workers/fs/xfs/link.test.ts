import { expect, it } from "vitest";
import { encodeInto } from "../../bytes/struct.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { PagedBytes } from "../common/paged-bytes.ts";
import { ProblemList } from "../common/problem-list.ts";
import type { XfsGeometry } from "./geometry.ts";
import { EXTENTS, type Inode } from "./inode.ts";
import { readLink } from "./link.ts";
import { extentRecord, linkBlock } from "./structs/inode.ts";

const BLOCK = 1024;
const TARGET = Uint8Array.from({ length: 1020 }, (_, at) => 0x61 + (at % 26));

/** The target of a link whose extents have these blocks; each has one header. */
function targetOf(extents: readonly { start: number; block: number; count: number }[]): Uint8Array | null {
  const volume = new Uint8Array(16 * BLOCK);
  const fork = new Uint8Array(extents.length * extentRecord.size);
  let done = 0;
  for (const [nth, { start, block, count }] of extents.entries()) {
    const low = BigInt(block) * 2n ** 21n + BigInt(count);
    encodeInto(extentRecord, { high: BigInt(start) * 2n ** 9n, low }, fork, nth * extentRecord.size);
    const length = Math.min(TARGET.length - done, count * BLOCK - linkBlock.size);
    encodeInto(linkBlock, { magic: "XSLM", offset: done, length, owner: 99n }, volume, block * BLOCK);
    volume.set(TARGET.subarray(done, done + length), block * BLOCK + linkBlock.size);
    done += length;
  }
  const geometry: Partial<XfsGeometry> = {
    blockSize: BLOCK,
    isV5: true,
    groups: 1,
    groupBlocks: 16,
    groupShift: 4,
  };
  const context = {
    reader: new PagedBytes(new MemoryStore(volume)),
    geometry: geometry as XfsGeometry,
    problems: new ProblemList(),
  };
  const data = { format: EXTENTS, bytes: fork, extents: extents.length };
  return readLink(context, { size: TARGET.length, data, number: 99 } as Inode);
}

it("a long link has one header in each extent, not in each block", () => {
  expect(targetOf([{ start: 0, block: 3, count: 2 }])).toEqual(TARGET);
  const two = [
    { start: 0, block: 3, count: 1 },
    { start: 1, block: 7, count: 1 },
  ];
  expect(targetOf(two)).toEqual(TARGET);
});

it("a link whose second extent is missing can't be read", () => {
  expect(targetOf([{ start: 0, block: 3, count: 1 }])).toBeNull();
});
