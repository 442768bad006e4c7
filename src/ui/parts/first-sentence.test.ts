import { expect, it } from "vitest";
import { firstSentence } from "./first-sentence.ts";

it.each([
  ["Opens.", "Opens.", ""],
  ["Opens", "Opens", ""],
  ["Of 1.5 MiB, 2 are lost. Inside: ext4.", "Of 1.5 MiB, 2 are lost.", "Inside: ext4."],
  ["Its parent (a. B.vhdx) is needed. It is intact.", "Its parent (a. B.vhdx) is needed.", "It is intact."],
  ["Its parent (a(1.vhdx is. Needed", "Its parent (a(1.vhdx is.", "Needed"],
  ["", "", ""],
])("tells the first sentence of %s", (text, first, rest) => {
  expect(firstSentence(text)).toEqual([first, rest]);
  expect([first, rest].filter((part) => part !== "").join(" ")).toBe(text);
});
