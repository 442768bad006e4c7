import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, it } from "vitest";
import { packFolder } from "./pack.ts";

let root = "";
let timeZone: string | undefined;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "platter-pack-"));
  timeZone = process.env.TZ;
});
afterEach(() => {
  rmSync(root, { recursive: true });
  if (timeZone === undefined) delete process.env.TZ;
  else process.env.TZ = timeZone;
});

const FILES: readonly (readonly [string, string])[] = [
  ["index.html", "<p>page</p>"],
  ["assets/b.js", "b()".repeat(1000)],
  ["assets/a.js", ""],
];

function folder(name: string, files: typeof FILES, time: number): string {
  for (const [file, text] of files) {
    const full = path.join(root, name, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    utimesSync(full, time, time);
  }
  return path.join(root, name);
}

it("packs every file, sorted by name, below one folder", () => {
  const unpacked = unzipSync(packFolder(folder("one", FILES, 1e9), "platter-1.0.0"));
  expect(Object.keys(unpacked)).toEqual([
    "platter-1.0.0/assets/a.js",
    "platter-1.0.0/assets/b.js",
    "platter-1.0.0/index.html",
  ]);
  const text = (name: string) => new TextDecoder().decode(unpacked[`platter-1.0.0/${name}`]);
  for (const [file, content] of FILES) expect(text(file)).toBe(content);
});

it("gives the same bytes for the same files, whatever their times, their order and the time zone", () => {
  process.env.TZ = "Pacific/Kiritimati";
  const first = packFolder(folder("one", FILES, 1e9), "platter");
  process.env.TZ = "America/Los_Angeles";
  const second = packFolder(folder("two", FILES.toReversed(), 1.5e9), "platter");
  expect(Buffer.compare(first, second)).toBe(0);
});

it("gives other bytes for another content or name", () => {
  const first = packFolder(folder("one", FILES, 1e9), "platter");
  const longer = packFolder(folder("two", [...FILES, ["assets/c.js", ""]], 1e9), "platter");
  const other = packFolder(
    folder("three", [["index.html", "<p>Page</p>"], ...FILES.slice(1)], 1e9),
    "platter",
  );
  expect(Buffer.compare(first, longer)).not.toBe(0);
  expect(Buffer.compare(first, other)).not.toBe(0);
});
