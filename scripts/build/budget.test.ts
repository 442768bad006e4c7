import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { compressedSize, loadedWith, overBudget } from "./budget.ts";

const files = [
  { name: "index.js", content: "entry", needs: ["shared.js", "index.css"] },
  { name: "shared.js", content: "shared by two", needs: ["index.js"] },
  { name: "index.css", content: "body {}", needs: [] },
  { name: "later.js", content: randomBytes(4096), needs: ["shared.js"] },
];

it("counts what a file is loaded with once, and nothing that comes later", () => {
  const expected = files.slice(0, 3).reduce((sum, { content }) => sum + compressedSize(content), 0);
  expect(loadedWith(files, ["index.js"])).toBe(expected);
  expect(loadedWith(files, ["index.js", "shared.js"])).toBe(expected);
  expect(loadedWith(files, ["later.js"])).toBeGreaterThan(expected + 4096 - 1);
});

it("counts bytes after compression", () => {
  expect(compressedSize("a".repeat(100_000))).toBeLessThan(1000);
  expect(compressedSize(randomBytes(4096))).toBeGreaterThan(4000);
});

it("says what is over its budget, and by how much", () => {
  const budget = { name: "the page", limit: 2048 };
  expect(overBudget(budget, 2048)).toBeNull();
  expect(overBudget(budget, 2049)).toBe("the page: 2.0 KiB after gzip, of 2.0 KiB allowed");
});
