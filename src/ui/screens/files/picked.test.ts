import { expect, it } from "vitest";
import { NOTHING_PICKED, pick } from "./picked.ts";

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
