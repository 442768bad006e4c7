import { expect, it } from "vitest";
import type { FileKind, FileRow, FileStat } from "../../../../workers/api/index.ts";
import { gridRows, sortRows, typedRow } from "./rows.ts";

const TIMES = { modified: null, accessed: null, changed: null, created: null };

function row(text: string, kind: FileKind, part: Partial<FileStat> = {}): FileRow {
  const node = part.node ?? 12;
  const stat: FileStat = {
    node,
    kind,
    size: 0,
    allocated: 0,
    links: 1,
    mode: null,
    owner: null,
    times: TIMES,
    target: null,
    device: null,
    streams: [],
    attributes: [],
    flags: [],
    limit: null,
    ...part,
  };
  return { name: { text, bytes: new TextEncoder().encode(text) }, node, kind, stat };
}

const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);

it("sorts folders first, and names as people count", () => {
  const rows = gridRows(
    [row("file10", "file"), row("zoo", "directory"), row("File2", "file"), row("a", "file")],
    [],
  );
  expect(names(sortRows(rows, { column: "name", descending: false }))).toEqual([
    "zoo",
    "a",
    "File2",
    "file10",
  ]);
  expect(names(sortRows(rows, { column: "name", descending: true }))).toEqual([
    "zoo",
    "file10",
    "File2",
    "a",
  ]);
});

it("sorts by size and time, what is unknown first, equal ones by name", () => {
  const early = { ...TIMES, modified: 5n };
  const late = { ...TIMES, modified: 2n ** 63n };
  const rows = gridRows(
    [
      row("b", "file", { size: 7, times: late }),
      row("a", "file", { size: 7, times: early }),
      { ...row("c", "file"), stat: null },
      row("d", "file", { size: 2 }),
    ],
    [],
  );
  expect(names(sortRows(rows, { column: "size", descending: false }))).toEqual(["c", "d", "a", "b"]);
  expect(names(sortRows(rows, { column: "size", descending: true }))).toEqual(["a", "b", "d", "c"]);
  expect(names(sortRows(rows, { column: "modified", descending: false }))).toEqual(["c", "d", "a", "b"]);
});

it("sorts a folder of a hundred thousand too", () => {
  const many = Array.from({ length: 100_000 }, (_, at) => row(`f${(at * 7919) % 100_000}`, "file"));
  const sorted = names(sortRows(gridRows(many, []), { column: "name", descending: false }));
  expect(sorted[0]).toBe("f0");
  expect(sorted.every((name, at) => at === 0 || (sorted[at - 1] ?? "") <= name)).toBe(true);
});

it("tells names of the same node apart, and deleted entries from present ones", () => {
  const rows = gridRows(
    [row("one", "file", { node: 5 }), row("two", "file", { node: 5 })],
    [{ node: 5, name: null, parent: 2, size: 3, inUse: false, free: 3, deleted: 9n }],
  );
  expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
  expect(rows[2]).toMatchObject({ name: "", size: 3, modified: 9n, row: null });
});

it("takes the kind from the node where the folder says nothing", () => {
  const entry = { ...row("d", "directory"), kind: "unknown" as const };
  expect(gridRows([entry], [])[0]?.kind).toBe("directory");
});

it("goes to the next name that begins as typed, around the end", () => {
  const rows = [{ name: "alpha" }, { name: "Beta" }, { name: "beam" }, { name: "gamma" }];
  expect(typedRow(rows, "be", 0)).toBe(1);
  expect(typedRow(rows, "bea", 1)).toBe(2);
  expect(typedRow(rows, "b", 1)).toBe(2);
  expect(typedRow(rows, "bb", 2)).toBe(1);
  expect(typedRow(rows, "x", 0)).toBeNull();
  expect(typedRow([], "x", -1)).toBeNull();
});
