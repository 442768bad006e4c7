import { expect, it } from "vitest";
import type { TreeNode } from "../../../../workers/api/index.ts";
import { nodeActions, ownScreen } from "./node-actions.ts";

const NODE: TreeNode = {
  id: "header/1",
  parent: null,
  index: 1,
  label: "Header 1",
  detail: null,
  offset: 65536,
  length: 4096,
  childCount: 0,
  severity: null,
  changedByReplay: false,
  changedByUser: false,
};
const done: string[] = [];
const tools = {
  commands: [],
  save: () => done.push("save"),
  copyOffset: () => done.push("copy-offset"),
  copyBytes: () => done.push("copy"),
};
const actions = (node: Partial<TreeNode>) =>
  nodeActions({ ...NODE, ...node }, tools, () => done.push("bookmark"));
const ids = (node: Partial<TreeNode>) => actions(node).map(({ id }) => id);

it("knows the screen of each kind of structure", () => {
  expect(
    ["header/1", "log", "log/entry/4096/data/0", "block/7", "bat/entry/7", "bat", "nothing"].map(ownScreen),
  ).toEqual([null, "log", "log", "disk", "disk", null, null]);
});

it("offers each action that makes sense, and does it", () => {
  expect(ids({})).toEqual(["map", "copy-offset", "copy", "save", "bookmark"]);
  expect(ids({ id: "log/entry/4096" })).toContain("log");
  expect(ids({ id: "block/7" })).toContain("disk");
  for (const action of actions({})) if (action.id !== "map") action.run();
  expect(done).toEqual(["copy-offset", "copy", "save", "bookmark"]);
});

it("offers no bytes where there are none, and copies no more than the clipboard takes", () => {
  expect(ids({ id: "bat/entry/7", offset: null, length: 0 })).toEqual(["disk"]);
  const copy = (length: number) => actions({ length }).find(({ id }) => id === "copy")?.disabled;
  expect([copy(0), copy(4096), copy(2 ** 30)]).toEqual([true, false, true]);
});
