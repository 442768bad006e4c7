import { expect, it } from "vitest";
import { hasChecksum } from "./has-checksum.ts";

it.each([
  ["header/1", true],
  ["region-table/2", true],
  ["region-table/1/entry/0", true],
  ["log/entry/0/descriptor/3", true],
  ["log", false],
  ["identifier", false],
  ["bat/entry/7", false],
  ["metadata/item/3", false],
  ["block/10", false],
])("knows whether %s has a checksum", (node, has) => {
  expect(hasChecksum(node)).toBe(has);
});
