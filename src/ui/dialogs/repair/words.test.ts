import { expect, it } from "vitest";
import { WORDS } from "./words.ts";

it.each([
  [3, 0, 0, 0, "3 findings fixed. None is left."],
  [1, 0, 0, 2, "1 finding fixed. Left: 2 findings of severity Info."],
  [1, 0, 1, 0, "1 finding fixed. Left: 1 finding."],
  [1, 1, 1, 0, "1 finding fixed. Left: 1 finding, new since the fixes."],
  [9, 1, 1, 1, "9 findings fixed. Left: 1 finding, new since the fixes, and 1 of severity Info."],
  [2, 0, 2, 3, "2 findings fixed. Left: 2 findings and 3 of severity Info."],
  [2, 1, 2, 0, "2 findings fixed. Left: 2 findings, 1 of them new since the fixes."],
])("says what a check found: %i fixed, %i new, %i left, %i infos", (fixed, added, left, infos, words) => {
  expect(WORDS.result.counts(fixed, added, left, infos)).toBe(
    `${words} Files inside the disk were not checked.`,
  );
});
