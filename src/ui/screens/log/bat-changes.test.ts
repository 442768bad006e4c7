import { describe, expect, it } from "vitest";
import type { BatRow, NodePath, TreeNode } from "../../../../workers/api/index.ts";
import { batChanges, firstBatEntry } from "./bat-changes.ts";

const row = (index: number, part: Partial<BatRow> = {}): BatRow => ({
  index,
  kind: "payload",
  block: index,
  state: 0,
  stateName: "NOT_PRESENT",
  fileOffset: "0",
  diskOffset: index * 2 ** 20,
  raw: "0000000000000000",
  problem: null,
  before: null,
  node: `bat/entry/${index}`,
  ...part,
});

const node = (id: string): TreeNode => ({
  id,
  parent: null,
  index: 0,
  label: id,
  detail: null,
  offset: 0,
  length: 0,
  childCount: 0,
  severity: null,
  changedByReplay: false,
  changedByUser: false,
});

const path = (...ids: string[]): NodePath => {
  const [last, ...rest] = ids.toReversed();
  return { node: node(last ?? ""), ancestors: rest.toReversed().map(node) };
};

describe("firstBatEntry", () => {
  it("reads the sector's first entry from whatever node of the BAT stands there", () => {
    expect(firstBatEntry(path("bat", "bat/page/2"))).toBe(1024);
    expect(firstBatEntry(path("bat", "bat/page/2", "bat/entry/1030"))).toBe(1024);
    expect(firstBatEntry(path("bat/entry/511"))).toBe(0);
  });

  it("is null outside the BAT", () => {
    expect(firstBatEntry(path("metadata", "metadata/table"))).toBeNull();
    expect(firstBatEntry(path("blocks", "block/17"))).toBeNull();
  });
});

it("batChanges says what an entry was and becomes", () => {
  const present = row(17, {
    state: 6,
    stateName: "FULLY_PRESENT",
    fileOffset: String(68 * 2 ** 20),
    raw: "0000000004400006",
  });
  expect(batChanges([row(16), row(17)], [row(16), present])).toEqual([
    {
      index: 17,
      subject: "Block 17",
      block: 17,
      before: "NOT_PRESENT",
      after: "FULLY_PRESENT at 68 MiB",
      problem: null,
    },
  ]);
  expect(batChanges([], [row(3)])[0]?.before).toBe("not in the table");
});
