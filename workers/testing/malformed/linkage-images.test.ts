import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { PARENT_LOCATOR } from "../../vhdx/structs/metadata-items.ts";
import { ImageBuilder, type ImageOptions } from "../vhdx/image-builder.ts";
import { parentLocatorBytes } from "../vhdx/metadata-builder.ts";
import { type Case, judge, openImage, u32, UNKNOWN, withItem } from "./cases.ts";

await loadCrc32c();

const PARENT = {
  parent_linkage: "{12345678-1234-4234-8234-123456789abc}",
  relative_path: ".\\parent.vhdx",
};
const child: ImageOptions = { type: "differencing", parent: PARENT };

const locator = (pairs: readonly (readonly [string, string])[], type?: string) => ({
  bytes: parentLocatorBytes(pairs, type),
});
const PAIRS = Object.entries(PARENT);
const LINKAGE: readonly Case[] = [
  {
    name: "a sound child",
    options: child,
    spoil: () => {},
    outcome: "needs-parent",
    codes: ["parent-not-found"],
  },
  {
    name: "no locator",
    options: { type: "differencing" },
    spoil: () => {},
    outcome: "unreadable",
    codes: ["parent-locator-missing", "parent-not-found"],
  },
  {
    name: "a locator without a parent",
    options: { parent: PARENT },
    spoil: () => {},
    outcome: "opens",
    codes: ["parent-locator-unexpected"],
  },
  {
    name: "a locator of an unknown type",
    options: child,
    spoil: (image) => withItem(image, PARENT_LOCATOR.guid, locator(PAIRS, UNKNOWN)),
    outcome: "unreadable",
    codes: ["parent-locator-type", "parent-not-found"],
  },
  {
    name: "a locator too short for its entries",
    options: child,
    spoil: (image) => withItem(image, PARENT_LOCATOR.guid, { length: 30 }),
    outcome: "unreadable",
    codes: ["parent-locator-invalid", "parent-not-found"],
  },
  {
    name: "a locator of as many entries as the field can say",
    options: child,
    spoil: (image) => {
      const { bytes } = locator(PAIRS);
      bytes.set([0xff, 0xff], 18);
      withItem(image, PARENT_LOCATOR.guid, { bytes });
    },
    outcome: "unreadable",
    codes: ["parent-locator-invalid", "parent-not-found"],
  },
  {
    name: "a linkage that is no GUID",
    options: child,
    spoil: (image) =>
      withItem(
        image,
        PARENT_LOCATOR.guid,
        locator([
          ["parent_linkage", "none"],
          ["relative_path", "p"],
        ]),
      ),
    outcome: "unreadable",
    codes: ["parent-linkage-invalid", "parent-not-found"],
  },
  {
    name: "a key past the item",
    options: child,
    spoil: (image) => {
      const { bytes } = locator([["spare", "value"], ...PAIRS]);
      bytes.set(u32(bytes.length), 20);
      withItem(image, PARENT_LOCATOR.guid, { bytes });
    },
    outcome: "needs-parent",
    codes: ["parent-locator-entry", "parent-not-found"],
  },
  {
    name: "a NUL inside a path",
    options: child,
    spoil: (image) => withItem(image, PARENT_LOCATOR.guid, locator([...PAIRS, ["volume_path", "a\0b"]])),
    outcome: "needs-parent",
    codes: ["parent-locator-text", "parent-not-found"],
  },
  {
    name: "a NUL inside the linkage",
    options: child,
    spoil: (image) =>
      withItem(
        image,
        PARENT_LOCATOR.guid,
        locator([
          ["parent_linkage", "{1234\0"],
          ["relative_path", "p"],
        ]),
      ),
    outcome: "unreadable",
    codes: ["parent-linkage-missing", "parent-locator-text", "parent-not-found"],
  },
  {
    name: "a key twice",
    options: child,
    spoil: (image) => withItem(image, PARENT_LOCATOR.guid, locator([...PAIRS, ["relative_path", "q"]])),
    outcome: "needs-parent",
    codes: ["parent-locator-duplicate-key", "parent-not-found"],
  },
  {
    name: "no path",
    options: child,
    spoil: (image) => withItem(image, PARENT_LOCATOR.guid, locator(PAIRS.slice(0, 1))),
    outcome: "needs-parent",
    codes: ["parent-path-missing", "parent-not-found"],
  },
];

describe("the link to the parent", () => {
  it.for(LINKAGE.map((each) => [each.name, each] as const))("%s", ([, each]) => {
    const found = judge(each);
    expect(found.codes).toEqual(each.codes);
    expect(found.outcome).toBe(each.outcome);
    for (const message of found.messages) expect(message).toMatch(/^[A-Z].*[.!?]$/s);
  });

  it("is read whatever the case and braces of its GUIDs", () => {
    const parent = {
      ...PARENT,
      parent_linkage: PARENT.parent_linkage.toUpperCase(),
      absolute_win32_path: "\\\\?\\C:\\p.vhdx",
      parent_linkage2: UNKNOWN,
    };
    const { facts } = openImage(new ImageBuilder({ type: "differencing", parent })).best.structures;
    expect(facts.parent).toMatchObject({
      values: parent,
      linkage: PARENT.parent_linkage.slice(1, -1),
      linkage2: UNKNOWN,
      paths: [".\\parent.vhdx", "\\\\?\\C:\\p.vhdx"],
    });
  });

  it("leaves what the child holds itself to be read on demand, where it is broken", () => {
    const image = new ImageBuilder({ type: "differencing" });
    image.place(0, 9);
    image.fill(9 * MIB, 512, 0x55);
    const opened = openImage(image);
    expect(() => opened.disk(opened.best)).toThrow(expect.objectContaining({ code: "not-available" }));
    expect(opened.canReadAnyway).toBe(true);
    opened.enableReadAnyway();
    expect(opened.warning).toMatch(/parent/);
    const sector = new Uint8Array(512);
    opened.disk(opened.best).read(0, sector);
    expect(sector.every((byte) => byte === 0x55)).toBe(true);
    expect(opened.outcome).toBe("unreadable");
  });
});
