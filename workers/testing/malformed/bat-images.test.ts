import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import type { FindingCode } from "../../vhdx/findings/index.ts";
import { ImageBuilder, type ImageOptions } from "../vhdx/image-builder.ts";
import { diskProblem, unreadableRanges, unreadableRuns } from "../../engine/exports/pieces/disk-pieces.ts";
import { UNATTENDED } from "../../engine/jobs/jobs.ts";
import { openImage } from "./cases.ts";

await loadCrc32c();

const PARENT = {
  parent_linkage: "{12345678-1234-4234-8234-123456789abc}",
  relative_path: ".\\parent.vhdx",
};
const child: ImageOptions = { type: "differencing", parent: PARENT };

describe("a BAT entry", () => {
  const bat = (options: ImageOptions, spoil: (image: ImageBuilder) => void) => {
    const image = new ImageBuilder(options);
    image.fill(image.data, 8 * MIB, 0x55);
    spoil(image);
    const opened = openImage(image);
    const codes = opened.findings(opened.best).map(({ code }) => code);
    const read = (offset: number) => {
      const byte = new Uint8Array(1);
      opened.disk(opened.best).read(offset, byte);
      return byte[0];
    };
    return { opened, codes, read, outcome: opened.outcome };
  };
  const unreadable = expect.objectContaining({ code: "unreadable-block" });

  it.for<[string, number, number, FindingCode]>([
    ["at the start of the file", 6, 0, "bat-offset-zero"],
    ["over the BAT itself", 6, 3, "bat-overlaps-structure"],
    ["over the log", 6, 1, "bat-overlaps-structure"],
    ["past 2^53", 6, 2 ** 34, "bat-offset-too-large"],
    ["at the largest offset", 6, 2 ** 44 - 1, "bat-offset-too-large"],
    ["past the end of the file", 6, 1000, "bat-beyond-file"],
    ["of state 4", 4, 4, "bat-reserved-state"],
    ["of state 5", 5, 4, "bat-reserved-state"],
    ["of state 7 without a parent", 7, 4, "bat-partial-without-parent"],
  ])("%s can't be read, the others can", async ([, state, mib, code]) => {
    const found = bat({}, (image) => {
      image.place(0, mib, state);
      image.place(1, 5);
    });
    expect(found.codes.filter((each) => each !== "file-data-missing")).toEqual([code]);
    expect(found.outcome).toBe("damaged");
    expect(() => found.read(0)).toThrow(unreadable);
    expect(found.read(MIB)).toBe(0x55);
    expect(found.read(2 * MIB)).toBe(0);
    // The check of the table alone, without reading the disk.
    const { opened } = found;
    const walked = await unreadableRuns(opened.disk(opened.best), UNATTENDED);
    expect(walked).toEqual([{ start: 0, end: MIB }]);
    expect(await unreadableRanges(opened, opened.best, UNATTENDED)).toEqual([{ offset: 0, length: MIB }]);
    expect(opened.best.unreadable).toEqual([{ offset: 0, length: MIB }]);
    expect(await diskProblem(opened, opened.best, UNATTENDED)).toContain("can't be read at 0x0");
  });

  it("that shares its place is read, and is an error", () => {
    const found = bat({}, (image) => {
      image.place(0, 5);
      image.place(1, 5);
    });
    expect(found).toMatchObject({ codes: ["bat-duplicate-offset"], outcome: "damaged" });
    expect([found.read(0), found.read(MIB)]).toEqual([0x55, 0x55]);
  });

  it("with reserved bits is read without them, and is an error", () => {
    const found = bat({}, (image) => image.setEntry(0, { state: 6, fileOffsetMb: 5, reserved: 1 << 4 }));
    expect(found).toMatchObject({ codes: ["bat-reserved-bits"], outcome: "damaged" });
    expect(found.read(0)).toBe(0x55);
  });

  it("whose block the end of the file cuts is read up to there", () => {
    const found = bat({}, (image) => {
      image.place(0, image.data / MIB + 7);
      image.store.truncate(image.data + 7 * MIB + 4096);
    });
    expect(found.codes).toEqual(["bat-block-cut-off", "file-data-missing", "file-length-unaligned"]);
    expect(found.outcome).toBe("damaged");
    expect(found.read(4095)).toBe(0x55);
    expect(() => found.read(4096)).toThrow(unreadable);
  });

  it("of a fixed disk's last block may end with the disk, as QEMU leaves it", () => {
    const found = bat({ type: "fixed", virtualSize: 9 * MIB, blockSize: 8 * MIB }, (image) => {
      image.place(0, image.data / MIB);
      image.place(1, image.data / MIB + 8);
      image.fill(image.data + 8 * MIB, MIB, 0x66);
      image.store.truncate(image.data + 9 * MIB);
    });
    expect(found).toMatchObject({ codes: ["bat-last-block-short"], outcome: "opens" });
    expect([found.read(0), found.read(9 * MIB - 1)]).toEqual([0x55, 0x66]);
  });

  it("of state 2 or 0 reads as zeros wherever it points, and has a finding", () => {
    for (const state of [0, 2]) {
      const found = bat({}, (image) => image.place(0, 5, state));
      expect(found).toMatchObject({ codes: ["bat-offset-unused"], outcome: "opens" });
      expect(found.read(0)).toBe(0);
    }
  });

  it("of state 1 or 3 reads as zeros, and keeps its place", () => {
    for (const state of [1, 3]) {
      const found = bat({}, (image) => image.place(0, 5, state));
      expect(found).toMatchObject({ codes: [], outcome: "opens" });
      expect(found.read(0)).toBe(0);
      expect(found.opened.best.bat?.owners?.at(5)).toBe(1);
    }
  });

  it("of a sector bitmap is an error in a disk without a parent, and is not read", () => {
    const found = bat({ virtualSize: 8 * GIB }, (image) =>
      image.setEntry(4096, { state: 6, fileOffsetMb: 5 }),
    );
    expect(found).toMatchObject({ codes: ["bat-bitmap-without-parent"], outcome: "damaged" });
    expect(found.read(4 * GIB)).toBe(0);
  });

  it("of state 7 needs its chunk's sector bitmap", () => {
    const found = bat(child, (image) => image.place(0, 5, 7));
    expect(found).toMatchObject({
      codes: ["bat-partial-without-bitmap", "parent-not-found"],
      outcome: "damaged",
    });
    expect(() => found.read(0)).toThrow(unreadable);
    expect(() => found.read(MIB)).toThrow(expect.objectContaining({ code: "needs-parent" }));
  });

  it("of state 1, 2, 3 or 6 reads neither the parent nor the sector bitmap", () => {
    const found = bat(child, (image) => {
      for (const [block, state] of [1, 2, 3].entries()) image.place(block, 0, state);
      image.place(3, 5);
      image.setEntry(image.geometry.bitmapIndex(0), { state: 6, fileOffsetMb: 30 });
      image.store.truncate(31 * MIB);
    });
    expect(found).toMatchObject({
      codes: ["parent-not-found", "bat-bitmap-unused"],
      outcome: "needs-parent",
    });
    expect([0, 1, 2, 3].map((block) => found.read(block * MIB))).toEqual([0, 0, 0, 0x55]);
  });
});
