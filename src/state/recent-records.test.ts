import { expect, it } from "vitest";
import { readRecentRecords } from "./recent-records.ts";

const handle = { kind: "file", name: "a.vhdx", getFile: () => null, isSameEntry: () => false };
const file = { id: 3, name: "a.vhdx", size: 4096, openedAt: 1_700_000_000_000, handle, parents: [handle] };

it("takes remembered files as they are, those of older builds too", () => {
  const { parents: _, ...older } = file;
  expect(readRecentRecords([file, { ...older, id: 4 }])).toEqual({
    files: [file, { ...older, id: 4 }],
    damaged: [],
  });
  expect(readRecentRecords([])).toEqual({ files: [], damaged: [] });
});

it.each([
  ["no name", { ...file, name: undefined }],
  ["a name that is no text", { ...file, name: 7 }],
  ["a size that is no number", { ...file, size: "4096" }],
  ["a negative size", { ...file, size: -1 }],
  ["a time that is none", { ...file, openedAt: Number.NaN }],
  ["no handle", { ...file, handle: null }],
  ["the handle of a folder", { ...file, handle: { ...handle, kind: "directory" } }],
  ["a handle that can do nothing", { ...file, handle: { kind: "file", name: "a.vhdx" } }],
  ["a parent that is no handle", { ...file, parents: [handle, "b.vhdx"] }],
])("names a record with %s", (_what, record) => {
  const other = { ...file, id: 9 };
  expect(readRecentRecords([record, other])).toEqual({ files: [other], damaged: [3] });
});

it("leaves out what has no id", () => {
  expect(readRecentRecords([null, 7, "x", [], { ...file, id: "3" }])).toEqual({ files: [], damaged: [] });
});
