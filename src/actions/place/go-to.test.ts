import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageSummary } from "../files/image-summary.fixture.ts";
import { parseGoTo, resolveGoTo } from "./go-to.ts";

describe("parseGoTo", () => {
  it.each([
    ["0x300000", "offset", 0x300000],
    ["0XfF", "offset", 255],
    ["4096", "offset", 4096],
    ["1,048,576", "offset", 1048576],
    ["0x0030_0000", "offset", 0x300000],
    ["12M", "offset", 12 * 2 ** 20],
    ["12 MiB", "offset", 12 * 2 ** 20],
    ["64k", "offset", 65536],
    ["3gb", "offset", 3 * 2 ** 30],
    ["63T", "offset", 63 * 2 ** 40],
    ["1.5M", "offset", 3 * 2 ** 19],
    ["0.5 KiB", "offset", 512],
    ["disk 2.25GiB", "disk", 9 * 2 ** 28],
    ["file 1M", "file", 2 ** 20],
    ["disk 0x7e00", "disk", 0x7e00],
    ["lba 63", "lba", 63],
    ["LBA63", "lba", 63],
    ["  block 17 ", "block", 17],
    ["bat 0x11", "bat", 17],
  ])("reads %s", (text, kind, value) => {
    expect(parseGoTo(text)).toEqual({ kind, value });
  });

  it.each([
    "",
    "0x",
    "-1",
    "1.5",
    "1.1M",
    "0.0001K",
    "1.M",
    ".5M",
    "1,5M",
    "0x1.8",
    "block 1.5",
    "block 1.5K",
    "12X",
    "block",
    "block 3M",
    "lba -1",
    "9007199254740993T",
    "goto 5",
    "12 34",
  ])("refuses %j", (text) => {
    expect(parseGoTo(text)).toBeNull();
  });

  it("never gives anything but a whole number", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const destination = parseGoTo(text);
        expect(destination === null || Number.isSafeInteger(destination.value)).toBe(true);
      }),
    );
  });
});

describe("resolveGoTo", () => {
  const summary = imageSummary({ virtualSize: 2 ** 20, sectorSize: 512, payloadBlocks: 8, batEntries: 9 });
  const resolve = (text: string, screen: "structure" | "disk") => {
    const destination = parseGoTo(text);
    if (destination === null) throw new Error(text);
    return resolveGoTo(destination, summary, screen);
  };

  it("takes a bare offset for one of what the screen shows", () => {
    expect(resolve("4096", "structure")).toMatchObject({ title: "Go to file offset 0x00001000" });
    expect(resolve("4096", "disk")).toMatchObject({ title: "Go to disk offset 0x00001000" });
  });

  it("counts sectors in the disk's own size", () => {
    expect(resolve("lba 63", "structure")).toMatchObject({
      ok: true,
      title: "Go to sector 63 of the disk (0x00007e00)",
    });
  });

  it("says where the disk and its tables end", () => {
    expect(resolve("lba 2048", "disk")).toEqual({
      ok: false,
      problem: "The virtual disk ends at 0x00100000.",
    });
    expect(resolve("block 8", "disk")).toEqual({ ok: false, problem: "The disk has 8 blocks." });
    expect(resolve("bat 9", "disk")).toEqual({ ok: false, problem: "The BAT has 9 entries." });
    expect(resolve("bat 8", "disk")).toMatchObject({ ok: true });
  });

  it("says where the longest of the layers' files ends", () => {
    expect(resolve("file 0x8fffff", "disk")).toMatchObject({ ok: true });
    expect(resolve("9M", "structure")).toEqual({ ok: false, problem: "The file ends at 0x00900000." });
  });
});
