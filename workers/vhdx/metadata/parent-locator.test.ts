import { expect, it } from "vitest";
import { encodeInto } from "../../bytes/struct.ts";
import { encodeLocator } from "../chain/locator.ts";
import { FindingList } from "../findings/index.ts";
import { parentLocatorEntry, parentLocatorHeader } from "../structs/parent-locator.ts";
import { readParentLocator } from "./parent-locator.ts";

const VALUES = {
  parent_linkage: "{11111111-1111-4111-8111-111111111111}",
  relative_path: String.raw`..\base.vhdx`,
  absolute_win32_path: String.raw`C:\disks\base.vhdx`,
};

/** What a reader finds in a locator, and the codes of its findings. */
function read(item: Uint8Array) {
  const findings = new FindingList();
  const parent = readParentLocator(item, { structure: "Metadata" }, findings);
  return { parent, codes: findings.items.map(({ code }) => code) };
}

it("reads the entries in their order, as they were written", () => {
  const { parent, codes } = read(encodeLocator(VALUES));
  expect(parent?.entries).toEqual(Object.entries(VALUES).map(([key, value]) => ({ key, value })));
  expect(parent?.values).toEqual(VALUES);
  expect(parent?.paths).toEqual([VALUES.relative_path, VALUES.absolute_win32_path]);
  expect(codes).toEqual([]);
});

it("keeps the place of a broken entry", () => {
  const item = encodeLocator(VALUES);
  encodeInto(
    parentLocatorEntry,
    { valueLength: 0 },
    item,
    parentLocatorHeader.size + parentLocatorEntry.size,
  );
  const { parent, codes } = read(item);
  expect(parent?.entries.map((entry) => entry?.key ?? null)).toEqual([
    "parent_linkage",
    null,
    "absolute_win32_path",
  ]);
  expect(codes).toEqual(["parent-locator-entry"]);
});

it("fills the item to its end, and no further", () => {
  const item = encodeLocator(VALUES);
  expect(read(item.subarray(0, -2)).codes).toEqual(["parent-locator-entry"]);
  expect(read(item.subarray(0, parentLocatorHeader.size - 1)).codes).toEqual(["parent-locator-invalid"]);
});
