import { expect, it } from "vitest";
import type { Finding } from "../../../../workers/api/index.ts";
import { folded, LISTED } from "./folded.ts";

const many = (count: number) =>
  Array.from({ length: count }, (_, nth): Finding => ({
    id: `a:bat/entry/${nth}`,
    code: "a",
    severity: "warning",
    structure: "BAT",
    offset: null,
    message: `Entry ${nth}.`,
    spec: null,
    node: null,
  }));

it("lists all of a few, in their order", () => {
  const few = many(LISTED);
  expect(folded(few, LISTED, null)).toEqual({ listed: few, left: 0 });
});

it("tells of those that are too many in a number", () => {
  const all = many(10_000);
  expect(folded(all, LISTED, null)).toEqual({ listed: all.slice(0, LISTED), left: 10_000 - LISTED });
});

it("lists the one that is shown in any case", () => {
  const { listed, left } = folded(many(200), 120, "a:bat/entry/150");
  expect(listed.at(-1)?.id).toBe("a:bat/entry/150");
  expect([listed.length, left]).toEqual([121, 79]);
});
