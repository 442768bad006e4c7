import { expect, it } from "vitest";
import type { Finding } from "../../../../workers/api/index.ts";
import { folded, LISTED } from "./folded.ts";

const finding = (code: string, nth: number): Finding => ({
  id: `${code}:bat/entry/${nth}`,
  code,
  severity: "warning",
  structure: "BAT",
  offset: null,
  message: `Entry ${nth}.`,
  spec: null,
  node: null,
});

const many = (code: string, count: number) => Array.from({ length: count }, (_, nth) => finding(code, nth));

const said = (lines: ReturnType<typeof folded>) =>
  lines.map((line) => (line.kind === "finding" ? line.finding.id : `${line.count} ${line.code}`));

it("lists all of a few, in their order", () => {
  const few = [finding("a", 0), finding("b", 0), ...many("c", LISTED), finding("a", 1)];
  expect(said(folded(few, new Map(), null))).toEqual(few.map(({ id }) => id));
});

it("tells of those that are too many in a number, after the first", () => {
  const lines = said(folded([...many("a", 10_000), finding("b", 0)], new Map(), null));
  expect(lines).toHaveLength(LISTED + 2);
  expect(lines.slice(-3)).toEqual([`a:bat/entry/${LISTED - 1}`, `${10_000 - LISTED} a`, "b:bat/entry/0"]);
});

it("lists as many as are asked for, and the one that is shown in any case", () => {
  const lines = said(folded(many("a", 200), new Map([["a", 120]]), "a:bat/entry/150"));
  expect(lines.slice(119)).toEqual(["a:bat/entry/119", "79 a", "a:bat/entry/150"]);
});
