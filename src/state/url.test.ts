import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_BROWSE } from "./browse.ts";
import { readHash, type UrlPlace, writeHash } from "./url.ts";
import { upgraded, VERSION } from "./url-versions.ts";
import { SCREENS } from "./view.ts";

const NOTHING: UrlPlace = {
  sample: null,
  screen: null,
  layer: null,
  upTo: null,
  node: null,
  field: null,
  file: null,
  disk: null,
  finding: null,
  comparison: { compare: null, sideA: null, sideB: null, difference: null },
  browse: null,
};

const NOWHERE = {
  screen: "overview",
  layer: "original",
  upTo: null,
  node: null,
  field: null,
  file: { offset: 0, length: 0 },
  disk: { offset: 0, length: 0 },
  finding: null,
  ...NOTHING.comparison,
  browse: NO_BROWSE,
} as const;

describe("writeHash", () => {
  it("says only what differs from the start of the file", () => {
    expect(writeHash(NOWHERE, null)).toBe("#v=2&screen=overview&layer=original");
  });

  it("names layer, entry, node and bytes", () => {
    const place = {
      screen: "log",
      layer: "replayed",
      upTo: 3,
      node: "log/entry/49152/descriptor/0",
      field: "fileOffset",
      file: { offset: 0x300000, length: 512 },
      disk: { offset: 1048576, length: 0 },
      finding: "log-illegal-target:log/entry/49152@1097728",
      ...NOTHING.comparison,
      browse: NO_BROWSE,
    } as const;
    expect(writeHash(place, "crashed")).toBe(
      "#v=2&sample=crashed&screen=log&layer=replayed-3&node=log/entry/49152/descriptor/0" +
        "&field=fileOffset&file=0x300000+512&disk=0x100000&finding=log-illegal-target:log/entry/49152@1097728",
    );
  });
});

describe("the place in Compare", () => {
  const comparison = {
    compare: "layers",
    sideA: { name: "replayed", upTo: 4 },
    sideB: { name: "edited", upTo: null },
    difference: { of: "layers replayed 4 edited", index: 17 },
  } as const;

  it("is what was chosen: kind, sides and difference", () => {
    const hash = writeHash({ ...NOWHERE, screen: "compare", ...comparison }, null);
    expect(hash).toBe(
      "#v=2&screen=compare&layer=original&compare=layers&a=replayed-4&b=edited&difference=17",
    );
    expect(readHash(hash).comparison).toEqual({ ...comparison, difference: { of: null, index: 17 } });
  });

  it("leaves out what makes no sense", () => {
    const hash = "#v=2&screen=compare&compare=bats&a=original-4&b=replayed-x&difference=-1";
    expect(readHash(hash)).toEqual({ ...NOTHING, screen: "compare" });
  });
});

describe("the place in Files", () => {
  const name = { text: "payroll.xls", bytes: new TextEncoder().encode("payroll.xls") };

  it("is told in numbers: a name of a file is content of the disk", () => {
    const browse = {
      volume: { id: "lvm-vg0/root", number: 2 },
      folder: [
        { node: 131, name },
        { node: 512, name },
      ],
      chosen: { node: 777, name },
      transactions: 0,
    };
    const hash = writeHash({ ...NOWHERE, screen: "files", browse }, null);
    expect(hash).toBe("#v=2&screen=files&layer=original&volume=2&journal=0&folder=131.512&entry=777");
    expect(readHash(hash).browse).toEqual({
      volume: { id: null, number: 2 },
      folder: [
        { node: 131, name: null },
        { node: 512, name: null },
      ],
      chosen: { node: 777, name: null },
      transactions: 0,
    });
  });

  it.each(["volume=0", "volume=x&folder=1", "folder=1.2"])("is none without a volume: %s", (parts) => {
    expect(readHash(`#v=2&${parts}`).browse).toBeNull();
  });

  it("leaves out numbers that no file has", () => {
    expect(readHash("#v=2&volume=1&folder=1..2&entry=9999999999999999&journal=-1").browse).toEqual({
      volume: { id: null, number: 1 },
      folder: [],
      chosen: null,
      transactions: null,
    });
  });
});

describe("readHash", () => {
  it("understands a sample typed by hand", () => {
    expect(readHash("#sample=crashed")).toEqual({ ...NOTHING, sample: "crashed" });
  });

  it.each(["3", "999999999", "0", "-1", "1.5", "2x", ""])(
    "ignores places of a version that it does not know, but not the sample: v=%s",
    (version) => {
      expect(readHash(`#v=${version}&sample=clean&screen=log`)).toEqual({ ...NOTHING, sample: "clean" });
    },
  );

  it("takes what is typed without a version as of today's", () => {
    const place = { ...NOTHING, screen: "log", layer: "replayed", upTo: 3 };
    expect(readHash("#screen=log&layer=replayed-3")).toEqual(place);
  });

  it("leaves out what makes no sense", () => {
    expect(
      readHash("#v=2&screen=nonsense&layer=replayed--1&node=../x&field=a b&file=0xzz&disk=1+&=&&%"),
    ).toEqual(NOTHING);
    expect(readHash("")).toEqual(NOTHING);
  });

  it("takes decimal offsets too", () => {
    expect(readHash("#v=2&file=4096+8").file).toEqual({ offset: 4096, length: 8 });
  });

  it("gives back what writeHash wrote", () => {
    const span = fc.record({
      offset: fc.integer({ min: 1, max: 2 ** 46 }),
      length: fc.integer({ min: 0, max: 2 ** 30 }),
    });
    const step = fc.record({ node: fc.maxSafeNat(), name: fc.constant(null) });
    const place = fc.record({
      screen: fc.constantFrom(...SCREENS),
      layer: fc.constant("replayed" as const),
      upTo: fc.option(fc.nat(1000)),
      node: fc.option(
        fc.constantFrom("identifier", "header/1", "bat/entry/1030", "metadata/item/5/locator/0"),
      ),
      field: fc.option(fc.constantFrom("signature", "fileOffset")),
      file: span,
      disk: span,
      browse: fc.record({
        volume: fc.option(fc.record({ id: fc.constant(null), number: fc.integer({ min: 1, max: 99_999 }) })),
        folder: fc.array(step, { maxLength: 12 }),
        chosen: fc.option(step),
        transactions: fc.option(fc.nat(10_000)),
      }),
      finding: fc.option(
        fc.constantFrom("bat-overlap:bat/entry/5+9", "region-missing:region-table/1@196608~bat"),
      ),
    });
    fc.assert(
      fc.property(place, fc.option(fc.constantFrom("clean", "torn-log")), (told, sample) => {
        const { comparison } = NOTHING;
        expect(readHash(writeHash({ ...told, ...comparison }, sample))).toEqual({
          ...told,
          browse: told.browse.volume === null ? null : told.browse,
          comparison,
          sample,
        });
      }),
    );
  });

  it("survives any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { file } = readHash(text);
        expect(file === null || file.offset >= 0).toBe(true);
      }),
    );
  });
});

describe("an address of an older version", () => {
  it("1, as 0.1.0 wrote it, leads where it led", () => {
    const hash =
      "#v=1&sample=crashed&screen=log&layer=replayed&upto=3&node=log/entry/49152/descriptor/0" +
      "&field=fileOffset&file=0x300000+512&disk=0x100000";
    const place = readHash(hash);
    expect(place).toEqual({
      ...NOTHING,
      sample: "crashed",
      screen: "log",
      layer: "replayed",
      upTo: 3,
      node: "log/entry/49152/descriptor/0",
      field: "fileOffset",
      file: { offset: 0x300000, length: 512 },
      disk: { offset: 0x100000, length: 0 },
    });
    expect(readHash("#v=1&screen=overview&layer=original")).toEqual({
      ...NOTHING,
      screen: "overview",
      layer: "original",
    });
    expect(
      readHash("#v=1&screen=compare&layer=edited&compare=layers&a=replayed-4&b=edited&difference=17"),
    ).toEqual({
      ...NOTHING,
      screen: "compare",
      layer: "edited",
      comparison: {
        compare: "layers",
        sideA: { name: "replayed", upTo: 4 },
        sideB: { name: "edited", upTo: null },
        difference: { of: null, index: 17 },
      },
    });
  });

  it.each([
    ["#v=1&layer=original&upto=3", { layer: "original", upTo: null }],
    ["#v=1&layer=replayed", { layer: "replayed", upTo: null }],
    ["#v=1&layer=replayed&upto=-1", { layer: "replayed", upTo: null }],
    ["#v=1&layer=replayed&upto=1234567890", { layer: "replayed", upTo: null }],
    ["#v=1&upto=3", { layer: null, upTo: null }],
  ] as const)("1 is read without what made no sense: %s", (hash, place) => {
    expect(readHash(hash)).toMatchObject(place);
  });

  it("is upgraded step by step from every version there ever was", () => {
    for (let version = 1; version <= VERSION; version++) {
      const parts = new Map([
        ["v", String(version)],
        ["screen", "log"],
        ["node", "header/1"],
      ]);
      expect(upgraded(parts)).toEqual(new Map(parts).set("v", String(VERSION)));
    }
  });
});
