import { expect, it } from "vitest";
import { nodeWords } from "./node-words.ts";

it.each([
  ["identifier", "File type identifier"],
  ["header/1", "Header 1"],
  ["region-table/2/entry/0", "Region table 2, entry 0"],
  ["log", "Log"],
  ["log/entry/4096", "Log entry at log offset 0x00001000"],
  ["log/entry/4096/descriptor/3", "Log entry at log offset 0x00001000, descriptor 3"],
  ["metadata/table", "Metadata table"],
  ["metadata/entry/5", "Metadata entry 5"],
  ["metadata/item/6/locator/2", "Metadata item 6, locator 2"],
  ["bat/entry/67125246", "BAT entry 67,125,246"],
  ["block/17", "Block 17"],
  ["bitmap/0", "Sector bitmap 0"],
  ["gap/327680", "Unused space at 0x00050000"],
])("%s is called %s", (id, words) => {
  expect(nodeWords(id)).toBe(words);
});

it("shows a structure that it does not know by its id", () => {
  expect(nodeWords("volume/1")).toBe("volume/1");
});
