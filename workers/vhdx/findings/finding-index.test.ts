import { expect, it } from "vitest";
import { FindingIndex, FindingList } from "./index.ts";

function list() {
  const findings = new FindingList();
  findings.add("bat-reserved-bits", "Bits.", {
    structure: "BAT",
    offset: 4096,
    node: "bat/entry/0",
    batIndex: 0,
  });
  for (const other of [7, 7, 9]) {
    const place = { structure: "BAT", offset: 4104, node: "bat/entry/1", batIndex: 1, other };
    findings.add("bat-overlap", `Over ${other}.`, place);
  }
  findings.add("region-missing", "None.", { structure: "Region table", node: "region-table/1", part: "bat" });
  findings.add("file-trailing-space", "Room.", { structure: "File", offset: 2n ** 60n });
  return findings.items;
}

it("names each finding by code and place, once", () => {
  expect(list().map(({ id }) => id)).toEqual([
    "bat-reserved-bits:bat/entry/0",
    "bat-overlap:bat/entry/1+7",
    "bat-overlap:bat/entry/1+7~2",
    "bat-overlap:bat/entry/1+9",
    "region-missing:region-table/1~bat",
    "file-trailing-space:file@1152921504606846976",
  ]);
  expect(list()).toEqual(list());
});

it("finds them by node and by BAT entry, worst first", () => {
  const index = new FindingIndex(list());
  expect(index.all[0]?.code).toBe("region-missing");
  expect([...index.nodes].map(([node, found]) => [node, found.length])).toEqual([
    ["region-table/1", 1],
    ["bat/entry/0", 1],
    ["bat/entry/1", 3],
    [null, 1],
  ]);
  expect(index.ofEntry(1)).toHaveLength(3);
  expect(index.ofEntry(7)).toHaveLength(2);
  expect(index.ofEntry(8)).toEqual([]);
});
