import { expect, it } from "vitest";
import { PAGE } from "./hex-page.ts";
import { readSpan } from "./read-span.ts";
import type { HexSource } from "./types.ts";

const all = Uint8Array.from({ length: 2 * PAGE + 100 }, (_, index) => (index * 7 + (index >> 8)) & 0xff);
const source: HexSource = {
  key: "a",
  size: all.length,
  read: (offset, length) => Promise.resolve({ bytes: all.slice(offset, offset + length), marks: [] }),
};

it("reads across pages and stops at the end", async () => {
  expect(await readSpan(source, { offset: PAGE - 3, length: PAGE + 10 })).toEqual(
    all.slice(PAGE - 3, 2 * PAGE + 7),
  );
  expect(await readSpan(source, { offset: all.length - 5, length: 50 })).toEqual(all.slice(-5));
  expect(await readSpan(source, { offset: all.length + 5, length: 50 })).toEqual(new Uint8Array(0));
});
