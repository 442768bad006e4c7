import { expect, it } from "vitest";
import type { FileRow } from "../../../../workers/api/index.ts";
import { branchesOf } from "./branches.ts";

const folder = (node: number, text: string): FileRow => ({
  name: { text, bytes: new TextEncoder().encode(text) },
  node,
  kind: "directory",
  stat: null,
});

it("sorts the folders of a folder once, and again when it has grown", () => {
  const rows = [folder(1, "b"), { ...folder(2, "file"), kind: "file" } as const, folder(3, "a")];
  const branches = branchesOf(rows);
  expect(branches.folders.map(({ node }) => node)).toEqual([3, 1]);
  expect(branchesOf(rows)).toBe(branches);
  rows.push(folder(4, "aa"));
  expect(branchesOf(rows).folders.map(({ node }) => node)).toEqual([3, 4, 1]);
});

it("counts the folders that it does not show", () => {
  const rows = Array.from({ length: 2003 }, (_, at) => folder(at + 1, `folder ${at}`));
  expect(branchesOf(rows)).toMatchObject({ more: 3 });
  expect(branchesOf(rows).folders).toHaveLength(2000);
});
