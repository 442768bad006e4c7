import { expect, it } from "vitest";
import { MemoryStore } from "../../store/memory-store.ts";
import type { FileContent } from "../file-system.ts";
import { WOF_ALGORITHMS } from "./wof-algorithms.ts";
import { WofContent } from "./wof-content.ts";

const CHUNK = 4096;

/** A stream whose table says, in entries of these bytes, that chunk 1 lies at 100 to 200 behind it. */
function streamOf(entry: 4 | 8): FileContent {
  const table = new Uint8Array(16);
  const view = new DataView(table.buffer);
  for (const nth of [0, 1]) view.setUint32(nth * entry, 100 * (nth + 1), true);
  return {
    size: 2 ** 33,
    read: (offset, into) => into.set(table.subarray(offset, offset + into.length)),
    readBulk: (_, length) => Promise.resolve(new Uint8Array(length)),
    extents: (offset, length) => [{ offset, length, source: { kind: "volume", offset } }],
  };
}

it.each([
  [2 ** 32 - 1, 4],
  [2 ** 32, 8],
] as const)("a file of %i bytes has offsets of %i bytes", (size, entry) => {
  const volume = new MemoryStore(new Uint8Array());
  const content = new WofContent(volume, streamOf(entry), size, WOF_ALGORITHMS[0]);
  const table = (Math.ceil(size / CHUNK) - 1) * entry;
  expect([...content.extents(CHUNK, CHUNK)]).toEqual([
    {
      offset: CHUNK,
      length: CHUNK,
      source: { kind: "packed", offset: table + 100, length: 100 },
    },
  ]);
});
