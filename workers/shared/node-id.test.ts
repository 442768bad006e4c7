import fc from "fast-check";
import { expect, it } from "vitest";
import { isWithin, logEntryOf, nodeId, parseNodeId } from "./node-id.ts";

it("makes ids that are part of addresses and kept changes, so they must never change", () => {
  expect([
    nodeId("identifier"),
    nodeId("header", 1),
    nodeId("region-table", 2),
    nodeId("region-table/entry", 1, 0),
    nodeId("log"),
    nodeId("log/entry", 49_152),
    nodeId("log/entry/descriptor", 49_152, 0),
    nodeId("log/entry/data", 49_152, 3),
    nodeId("metadata"),
    nodeId("metadata/table"),
    nodeId("metadata/entry", 3),
    nodeId("metadata/item", 3),
    nodeId("metadata/item/locator", 5, 0),
    nodeId("bat"),
    nodeId("bat/page", 2),
    nodeId("bat/entry", 1030),
    nodeId("blocks"),
    nodeId("block", 17),
    nodeId("bitmap", 0),
    nodeId("gaps"),
    nodeId("gap", 327_680),
    nodeId("region", 3),
  ]).toEqual([
    "identifier",
    "header/1",
    "region-table/2",
    "region-table/1/entry/0",
    "log",
    "log/entry/49152",
    "log/entry/49152/descriptor/0",
    "log/entry/49152/data/3",
    "metadata",
    "metadata/table",
    "metadata/entry/3",
    "metadata/item/3",
    "metadata/item/5/locator/0",
    "bat",
    "bat/page/2",
    "bat/entry/1030",
    "blocks",
    "block/17",
    "bitmap/0",
    "gaps",
    "gap/327680",
    "region/3",
  ]);
});

it("takes apart what it makes", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (first, second) => {
      expect(parseNodeId(nodeId("log"))).toEqual({ kind: "log", numbers: [] });
      expect(parseNodeId(nodeId("gap", first))).toEqual({ kind: "gap", numbers: [first] });
      const id = nodeId("metadata/item/locator", first, second);
      expect(parseNodeId(id)).toEqual({ kind: "metadata/item/locator", numbers: [first, second] });
    }),
  );
});

it.each([
  "",
  "volume/1",
  "header",
  "header/",
  "header/01",
  "header/-1",
  "header/1/",
  "header/1.5",
  "header/1e3",
  "header/#",
  "log/1",
  "log/entry/0/descriptor",
  "bat/entry/99999999999999999999",
  "__proto__",
])("finds no node in %j", (text) => {
  expect(parseNodeId(text)).toBeNull();
});

it("knows the parts of a structure", () => {
  expect(isWithin(parseNodeId("region-table/1"), "region-table")).toBe(true);
  expect(isWithin(parseNodeId("region-table/1/entry/0"), "region-table")).toBe(true);
  expect(isWithin(parseNodeId("region/1"), "region-table")).toBe(false);
  expect(isWithin(parseNodeId("blocks"), "block")).toBe(false);
  expect(isWithin(null, "log")).toBe(false);
  expect(
    ["log", "log/entry/4096", "log/entry/4096/data/1", "gap/0"].map(parseNodeId).map(logEntryOf),
  ).toEqual([null, 4096, 4096, null]);
});
