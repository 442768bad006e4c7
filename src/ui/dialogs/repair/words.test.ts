import { expect, it } from "vitest";
import { WORDS } from "./words.ts";

it.each([
  [3, 0, 0, "3 findings fixed. None is left."],
  [1, 0, 1, "1 finding fixed. 1 finding is left."],
  [1, 1, 1, "1 finding fixed. 1 finding is left and is new since the fixes."],
  [2, 0, 2, "2 findings fixed. 2 findings are left."],
  [2, 1, 2, "2 findings fixed. 2 findings are left, 1 of them new since the fixes."],
])("says what a check found: %i fixed, %i new, %i left", (fixed, added, left, words) => {
  expect(WORDS.result.counts(fixed, added, left)).toBe(`${words} Files inside the disk were not checked.`);
});
