import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isFresh, noteBuild } from "./fresh.mjs";

let root = "";
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "platter-fresh-"));
  write("src/main.tsx", "page");
  write("vite.config.ts", "config");
  write("dist/index.html", "built");
});
afterEach(() => rmSync(root, { recursive: true }));

it("is not so before a build was noted, and is so after it", () => {
  expect(isFresh(root, "dist")).toBe(false);
  noteBuild(root, "dist");
  expect(isFresh(root, "dist")).toBe(true);
  // A checkout of the same contents has other times.
  utimesSync(path.join(root, "src/main.tsx"), 1, 1);
  expect(isFresh(root, "dist")).toBe(true);
});

it.each([
  ["a source", () => write("src/main.tsx", "new!")],
  ["a new source", () => write("workers/deep/down/new.ts", "new")],
  ["the configuration", () => write("vite.config.ts", "new")],
  ["the build", () => write("dist/index.html", "by another command")],
  ["a file of the build that is gone", () => rmSync(path.join(root, "dist/index.html"))],
  ["a source that is gone", () => rmSync(path.join(root, "src/main.tsx"))],
  ["the note", () => write(".cache/start.json", "{")],
])("ends with a change of %s", (_what, change) => {
  noteBuild(root, "dist");
  change();
  expect(isFresh(root, "dist")).toBe(false);
});
