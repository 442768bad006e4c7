import { expect, it } from "vitest";
import { WORDS } from "./words.ts";

it("says of a deleted file no more than is known", () => {
  const text = (size: number, free: number, inUse = false) =>
    WORDS.details.deletedText({ size, free, inUse });
  expect(text(0, 0)).toBe("Deleted. Nothing of its content can be found.");
  expect(text(10, 10)).toMatch(/still free/);
  expect(text(10, 0)).toBe("Deleted. Its blocks are unknown or now belong to other files.");
  expect(text(2 ** 22, 2 ** 20)).toBe(
    "Deleted. 1 MiB of 4 MiB is in blocks that are still free. The rest may be overwritten.",
  );
  expect(text(10, 10, true)).toBe("No folder names this file; its content is still in use.");
});

it("counts the deleted files, and those that the root folder lists in place of their own", () => {
  const { deletedFound } = WORDS.lists;
  expect(deletedFound(0, 0, 0)).toBe("No deleted files were found.");
  expect(deletedFound(1, 1, 0)).toBe("1 deleted file was found.");
  expect(deletedFound(212, 212, 40)).toBe(
    "212 deleted files were found; 40 without a known folder are listed in the root folder.",
  );
  expect(deletedFound(20_000, 10_000, 0)).toBe(
    "20,000 deleted files were found. Only the first 10,000 of them are listed.",
  );
});

it("gives PowerShell the name of a tar as one word", () => {
  expect(WORDS.extracted.wslCommand("a'; rm x.tar")).toContain(String.raw`Rescued '.\a''; rm x.tar'`);
  expect(WORDS.extracted.wslCommand("a\nwsl.tar")).toContain(String.raw`'.\FILE.tar'`);
});
