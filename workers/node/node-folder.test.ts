import { mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MIB } from "../shared/numbers.ts";
import { NodeFolder } from "./node-folder.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "platter-node-folder-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("says which names it can't hold, and throws of none", async () => {
  const folder = new NodeFolder(root);
  const name = "n".repeat(300);
  expect(await folder.exists(name)).toBe(false);
  expect(await folder.folder([name])).toBe(false);
  expect(await folder.file([name], null)).toBeNull();
  expect(await folder.folder(["fits"])).toBe(true);
  expect(readdirSync(root)).toEqual(["fits"]);
});

it("throws an error about the target for a link that can't be made", async () => {
  const folder = new NodeFolder(root);
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (const target of ["", "a\0b", "x".repeat(5000)])
    await expect(folder.link?.(["bad"], bytes(target))).rejects.toMatchObject({ structure: "target" });
  await folder.link?.(["link"], bytes("/etc"));
  expect(readlinkSync(path.join(root, "link"))).toBe("/etc");
});

it("leaves holes", async () => {
  const file = await new NodeFolder(root).file(["holes"], null);
  await file?.skip(64 * MIB);
  await file?.end(null);
  const { size, blocks } = statSync(path.join(root, "holes"));
  expect([size, blocks < 1000]).toEqual([64 * MIB, true]);
});
