import { describe, expect, it } from "vitest";
import { GIB, MIB } from "../../shared/numbers.ts";
import { Geometry } from "../../shared/geometry.ts";
import { type Entry, check, single, short, disk, empty, codes } from "../../testing/vhdx/check-entries.ts";

describe("an entry", () => {
  it.for<[string, readonly Entry[], readonly string[]]>([
    ["of every state without storage is fine", [0, 1, 2, 3].map((state) => ({ state, mib: 0 })), []],
    [
      "with storage is fine",
      [
        { state: 6, mib: 4 },
        { state: 6, mib: 98 },
      ],
      [],
    ],
    [
      "of a reserved state is not",
      [
        { state: 4, mib: 0 },
        { state: 5, mib: 10 },
      ],
      ["bat-reserved-state 0", "bat-reserved-state 1"],
    ],
    [
      "with reserved bits is not, whatever its state",
      [
        { state: 6, mib: 4, reserved: 1 },
        { state: 0, mib: 0, reserved: 0x1_0000 },
      ],
      ["bat-reserved-bits 0", "bat-reserved-bits 1"],
    ],
    ["at the start of the file is not", [{ state: 6, mib: 0 }], ["bat-offset-zero 0"]],
    ["over a structure is not", [{ state: 6, mib: 3 }], ["bat-overlaps-structure 0"]],
    [
      "past the end of the file is not",
      [
        { state: 6, mib: 99 },
        { state: 6, mib: 100 },
      ],
      ["bat-block-cut-off 0", "bat-beyond-file 1"],
    ],
    [
      "at the largest offset there is is not",
      [
        { state: 6, mib: 2 ** 44 - 1 },
        { state: 6, mib: 2 ** 33 },
      ],
      ["bat-offset-too-large 0", "bat-offset-too-large 1"],
    ],
    [
      "where another one lies is not",
      [
        { state: 6, mib: 10 },
        { state: 6, mib: 10 },
      ],
      ["bat-duplicate-offset 0 1"],
    ],
    [
      "that overlaps another one is not",
      [
        { state: 6, mib: 10 },
        { state: 6, mib: 11 },
      ],
      ["bat-overlap 0 1"],
    ],
    [
      "over what an unmapped block keeps is not",
      [
        { state: 3, mib: 10 },
        { state: 6, mib: 10 },
      ],
      ["bat-anchor-taken 0 1"],
    ],
    [
      "without storage or anything kept is only told that it names a place",
      [
        { state: 0, mib: 10 },
        { state: 2, mib: 10 },
        { state: 2, mib: 1 },
        { state: 6, mib: 10 },
      ],
      ["bat-offset-unused 0", "bat-offset-unused 1", "bat-offset-unused 2"],
    ],
    [
      "without storage may keep a place that the file no longer has",
      [
        { state: 1, mib: 400 },
        { state: 3, mib: 2 ** 43 },
      ],
      ["bat-anchor-beyond-file 0", "bat-anchor-beyond-file 1"],
    ],
    ["for a parent that is not there is not", [{ state: 7, mib: 10 }], ["bat-partial-without-parent 0"]],
    // The second lies in what is left of the first: it starts where no other one does.
    [
      "is no duplicate of one that only reaches there",
      [
        { state: 6, mib: 11 },
        { state: 6, mib: 10 },
        { state: 6, mib: 10 },
      ],
      ["bat-overlap 0 1", "bat-duplicate-offset 1 2", "bat-overlap 0 2"],
    ],
    [
      "is a duplicate only where the other one starts",
      [
        { state: 6, mib: 10 },
        { state: 6, mib: 9 },
        { state: 6, mib: 12 },
        { state: 6, mib: 11 },
      ],
      ["bat-overlap 0 1", "bat-overlap 0 3", "bat-overlap 2 3"],
    ],
  ])("%s", ([, entries, expected]) => {
    expect(codes(entries)).toEqual(expected);
  });

  it("of the last block may be cut by the end of the file behind the disk's last byte", () => {
    const virtualSize = 5 * MIB;
    const geometry = new Geometry({
      virtualSize,
      blockSize: 4 * MIB,
      logicalSectorSize: 512,
      differencing: false,
    });
    const entries = [
      { state: 6, mib: 4 },
      { state: 6, mib: 8 },
    ];
    expect(check(geometry, entries, 9 * MIB).findings.map(short)).toEqual(["bat-last-block-short 1"]);
    expect(single(check(geometry, entries, 9 * MIB - 512)).map(short)).toEqual(["bat-block-cut-off 1"]);
    expect(check(geometry, entries, 12 * MIB).findings).toEqual([]);
    expect(single(check(geometry, entries.toReversed(), 9 * MIB)).map(short)).toEqual([
      "bat-block-cut-off 0",
    ]);
  });

  it("of a sector bitmap must be zero on a disk without a parent, and worse the more it looks like one", () => {
    const geometry = disk(20, false);
    const entries = empty(geometry).with(16, { state: 6, mib: 10 });
    expect(check(geometry, entries, GIB).findings.map(short)).toEqual(["bat-bitmap-without-parent 16"]);
    const anchored = empty(geometry).with(16, { state: 0, mib: 10 });
    const { findings, named } = check(geometry, anchored, GIB);
    expect(findings.map(short)).toEqual(["bat-offset-unused 16"]);
    // It may be a block's entry that was moved here: then it names a whole block.
    expect([...named.gaps(0, 300)]).toEqual([
      { start: 0, end: 10 },
      { start: 266, end: 300 },
    ]);
    for (const state of [1, 2, 3, 4, 5, 7]) {
      const stray = empty(geometry).with(16, { state, mib: 0 });
      expect(check(geometry, stray, GIB).findings.map(short)).toEqual(["bat-bitmap-stray-state 16"]);
    }
  });

  it("of a block that is partly present needs its chunk's sector bitmap", () => {
    const geometry = disk(20, true);
    const partial = (bitmap: Entry) =>
      check(geometry, empty(geometry).with(2, { state: 7, mib: 4 }).with(16, bitmap), 10 * GIB).findings.map(
        short,
      );
    expect(partial({ state: 6, mib: 300 })).toEqual([]);
    expect(partial({ state: 0, mib: 0 })).toEqual(["bat-partial-without-bitmap 2 16"]);
    expect(partial({ state: 5, mib: 300 })).toEqual([
      "bat-partial-without-bitmap 2 16",
      "bat-bitmap-reserved-state 16",
    ]);
    expect(partial({ state: 6, mib: 0 })).toEqual(["bat-offset-zero 16"]);
    expect(partial({ state: 6, mib: 2 })).toEqual(["bat-overlaps-structure 16"]);
    expect(partial({ state: 6, mib: 10 * 1024 })).toEqual(["bat-beyond-file 16"]);
    expect(partial({ state: 6, mib: 5 })).toEqual(["bat-overlap 2 16"]);
    expect(partial({ state: 6, mib: 300, reserved: 1 })).toEqual(["bat-reserved-bits 16"]);
  });

  it("of padding behind the last block of a differencing disk is only told", () => {
    const geometry = disk(20, true);
    const padded = empty(geometry).with(25, { state: 6, mib: 1 }).with(26, { state: 7, mib: 0, reserved: 3 });
    const { findings, byState } = check(geometry, padded, GIB);
    expect(findings.map(({ code }) => code)).toEqual(["bat-padding"]);
    expect(byState).toEqual({ "payload-0": 20, "bitmap-0": 2 });
  });
});

describe("what is past the end of the file", () => {
  const geometry = new Geometry({
    virtualSize: 19 * MIB,
    blockSize: 2 * MIB,
    logicalSectorSize: 512,
    differencing: false,
  });
  const missing = (placed: readonly Entry[], fileMib: number) =>
    check(geometry, [...placed, ...empty(geometry).slice(placed.length)], fileMib * MIB)
      .findings.filter(({ code }) => code === "file-data-missing")
      .map(({ message }) => message);

  it("is added up, with the runs of the disk that it is in", () => {
    const row = Array.from({ length: 10 }, (_, block) => ({ state: 6, mib: 4 + 2 * block }));
    expect(missing(row, 24)).toEqual([]);
    expect(missing(row, 23)).toEqual([]);
    expect(missing(row, 9)).toEqual([
      "14 MiB of the virtual disk, in 8 blocks, lie past the end of the file: 5 MiB to 19 MiB.",
    ]);
    expect(missing(row.toReversed(), 22)).toEqual([
      "2 MiB of the virtual disk, in 1 block, lie past the end of the file: 0x0 to 2 MiB.",
    ]);
  });

  it("names the first few runs of many", () => {
    const [message] = missing(
      Array.from({ length: 10 }, (_, block) => (block === 5 ? { state: 0, mib: 0 } : { state: 6, mib: 100 })),
      24,
    );
    expect(message).toMatch(/^17 MiB of the virtual disk, in 9 blocks/);
    expect(message).toMatch(/: 0x0 to 10 MiB, 12 MiB to 19 MiB\.$/);
  });
});

it("names blocks that follow each other past the end of the file in one finding, others in one each", () => {
  const geometry = disk(8, false);
  const mib = [900_000, 910_000, 920_000, 0, 930_000, 0, 940_000, 950_000];
  const entries = mib.map((each) => ({ state: each === 0 ? 0 : 6, mib: each }));
  const found = single(check(geometry, entries, 100 * MIB)).filter(({ code }) => code === "bat-beyond-file");
  expect(found.map(({ batIndex, message }) => [batIndex, message.replace(/ past the end.*/, "")])).toEqual([
    [0, "Blocks 0 to 2 lie"],
    [4, "Block 4 at 930000 MiB lies"],
    [6, "Blocks 6 to 7 lie"],
  ]);
});
