import { expect, it } from "vitest";
import type { FileStat } from "../../../../workers/api/index.ts";
import { detailsOf } from "./details-of.ts";

const stat = (node: number): FileStat => ({
  node,
  kind: "directory",
  size: 0,
  allocated: 0,
  links: 1,
  mode: null,
  owner: null,
  times: { modified: null, accessed: null, changed: null, created: null },
  target: null,
  device: null,
  streams: [],
  attributes: [],
  flags: [],
  limit: null,
});

it.each([
  ["ext4", 2, ["Inode", "2"]],
  ["NTFS", 5, ["MFT record", "5"]],
  ["exFAT", 8192, ["Directory entry", "0x2000"]],
  ["FAT32", 0, null],
] as const)("of %s, says what the number of node %d names", (system, node, expected) => {
  const found = detailsOf(stat(node), system).find(({ title }) =>
    ["Inode", "MFT record", "Directory entry"].includes(title),
  );
  expect(found === undefined ? null : [found.title, found.value]).toEqual(expected);
});
