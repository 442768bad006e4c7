import { expect, it } from "vitest";
import type { DeletedFile, FileRow } from "../../../../workers/api/index.ts";
import { extractPicks, NOTHING_PICKED, pick, pickedHere } from "./picked.ts";
import { gridRows } from "./rows.ts";

const ORDER = ["a", "b", "c", "d", "e"];
const keys = (picked: { readonly keys: ReadonlySet<string> }) => [...picked.keys].toSorted();

it("picks one, adds and takes away, and extends from the last one", () => {
  const one = pick(NOTHING_PICKED, "b", "only", ORDER);
  expect(keys(one)).toEqual(["b"]);
  const two = pick(one, "d", "toggle", ORDER);
  expect(keys(two)).toEqual(["b", "d"]);
  expect(keys(pick(two, "b", "toggle", ORDER))).toEqual(["d"]);
  const run = pick(one, "d", "extend", ORDER);
  expect(keys(run)).toEqual(["b", "c", "d"]);
  // The run shrinks and turns around what it began at.
  expect(keys(pick(run, "a", "extend", ORDER))).toEqual(["a", "b"]);
});

it("begins anew where the row that it began at is gone", () => {
  const one = pick(NOTHING_PICKED, "gone", "only", ORDER);
  expect(keys(pick(one, "c", "extend", ORDER))).toEqual(["c"]);
  expect(keys(pick(one, "c", "keep", ORDER))).toEqual(["gone"]);
});

const named = (text: string) => ({ text, bytes: new TextEncoder().encode(text) });
const entry = (node: number, text: string): FileRow => ({
  name: named(text),
  node,
  kind: "file",
  stat: null,
});
const gone = (node: number, text: string | null, inUse = false): DeletedFile => ({
  node,
  name: text === null ? null : named(text),
  parent: null,
  size: 1,
  inUse,
  free: 1,
  deleted: null,
});

it("forgets what was picked once the details are of another row, or the folder is another", () => {
  const picked = { keys: new Set(["a"]), anchor: "a", of: "folder", focus: "a" };
  expect(pickedHere(picked, "folder", "a")).toBe(picked);
  // A search shows the details of another file of the same folder.
  expect(pickedHere(picked, "folder", "b")).toBe(NOTHING_PICKED);
  expect(pickedHere(picked, "other", "a")).toBe(NOTHING_PICKED);
});

it("extracts what is picked, else the row whose details are shown, and no more", () => {
  const rows = gridRows([entry(1, "a"), entry(2, "b")], [gone(9, "old"), gone(8, null), gone(7, null, true)]);
  const picks = (own: readonly string[], focused = rows[0] ?? null) =>
    extractPicks(rows, { keys: new Set(own), anchor: null }, focused, null);
  expect(picks(["1/a", "2/b"]).map(({ node }) => node)).toEqual([1, 2]);
  expect(picks([])).toEqual([{ node: 1, name: named("a") }]);
  expect(picks([], rows[2])).toEqual([{ node: 9, name: named("old"), isDeleted: true }]);
  expect(picks(["deleted 8/"])).toEqual([{ node: 8, name: named("deleted-8"), isDeleted: true }]);
  expect(picks(["deleted 7/"])).toEqual([{ node: 7, name: named("deleted-7"), isDeleted: false }]);
});

it("extracts what the details are of where its row is not read, and the folder only where nothing is chosen", () => {
  expect(extractPicks([], NOTHING_PICKED, null, { node: 5, name: named("late") })).toEqual([
    { node: 5, name: named("late") },
  ]);
  expect(extractPicks([], NOTHING_PICKED, null, null)).toEqual([]);
});
