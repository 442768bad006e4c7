import { expect, it } from "vitest";
import { describeAction } from "./describe.ts";

it("says what a block was filled with, eight bytes of it at most", () => {
  const fill = (length: number) =>
    describeAction({ kind: "fill", offset: 512, length: 1024, pattern: new Uint8Array(length).fill(0xab) });
  expect(fill(8)).toMatch(/ with abababababababab$/);
  expect(fill(9)).toMatch(/ with abababababababab…$/);
});

it("says whether bytes of the disk or of the file were written", () => {
  const write = (space: "disk" | "file") =>
    describeAction({ kind: "write", space, offset: 512, bytes: new Uint8Array(2) });
  expect(write("disk")).toBe("Wrote 2 bytes at 0x200 of the virtual disk");
  expect(write("file")).toBe("Wrote 2 bytes at 0x200 of the file");
});
