import { expect, it } from "vitest";
import type { DiskExtent } from "../../../../workers/api/index.ts";
import { extentText } from "./extent-text.ts";

const extent = (source: DiskExtent["source"]): DiskExtent => ({
  offset: 0x100000,
  length: 0x100000,
  source,
  owner: null,
  block: 1,
  batIndex: 1,
  state: "FULLY_PRESENT",
});

it("places the byte, not the extent, in the file", () => {
  expect(extentText(extent({ kind: "file", fileOffset: 0x500000 }), 0x100200).fileOffset).toBe(0x500200);
});

it("gives the reason why a byte is not in the file", () => {
  expect(extentText(extent({ kind: "zero", reason: "never written" }), 0x100000)).toEqual({
    text: "never written",
    tone: "neutral",
    fileOffset: null,
  });
  expect(extentText(extent({ kind: "unreadable", reason: "beyond the end" }), 0x100000).tone).toBe("invalid");
  expect(extentText(extent({ kind: "parent" }), 0x100000).text).toContain("parent");
});

it("gives no place in this file to a byte that another file of the chain holds", () => {
  const owner = { link: 1, id: "image-2", name: "base.vhdx", block: 0, batIndex: 0, state: "FULLY_PRESENT" };
  const held = { ...extent({ kind: "file", fileOffset: 0x500000 }), owner };
  expect(extentText(held, 0x100200)).toEqual({ text: "in base.vhdx", tone: "neutral", fileOffset: null });
});
