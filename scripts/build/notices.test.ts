import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "vite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { NOTICES_FILE, thirdPartyNotices } from "./notices-plugin.ts";
import { noticesText, packageFolder, shippedPackage } from "./notices.ts";

let root = "";
beforeEach(() => void (root = mkdtempSync(path.join(tmpdir(), "platter-notices-"))));
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): string {
  const full = path.join(root, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

interface Planted {
  readonly license?: string;
  readonly text?: string;
  readonly notice?: string;
}

/** A package in the root's node_modules. */
function plant(name: string, { license = "MIT", text, notice }: Planted): string {
  const folder = path.join("node_modules", name);
  const named = license === "" ? {} : { license };
  const manifest = write(
    path.join(folder, "package.json"),
    JSON.stringify({ name, version: "1.2.3", type: "module", main: "index.js", ...named }),
  );
  write(path.join(folder, "index.js"), `export const a = ${JSON.stringify(`from ${name}`)}, b = 2;`);
  if (text !== undefined) write(path.join(folder, "LICENSE.md"), text);
  if (notice !== undefined) write(path.join(folder, "NOTICE"), notice);
  return path.dirname(manifest);
}

it("reads the licence text and the notice of a package", () => {
  const folder = plant("good", { license: "Apache-2.0", text: "Free.\r\nReally.\n", notice: "By Ann." });
  expect(shippedPackage(folder)).toEqual({
    name: "good",
    version: "1.2.3",
    licence: "Apache-2.0",
    text: "Free.\nReally.\n\nBy Ann.",
  });
});

it("refuses a package without a licence text, an empty one, and a package that names no licence", () => {
  expect(() => shippedPackage(plant("bare", {}))).toThrow("bare 1.2.3, which has no licence text");
  expect(() => shippedPackage(plant("empty", { text: " \n" }))).toThrow("no licence text");
  expect(() => shippedPackage(plant("unnamed", { license: "", text: "Free." }))).toThrow("names no licence");
});

it("finds the package of a module, past the smaller package.json files inside it", () => {
  const folder = plant("@scope/outer", { text: "Free." });
  const module = write("node_modules/@scope/outer/dist/esm/index.js", "");
  write("node_modules/@scope/outer/dist/package.json", '{ "type": "module" }');
  expect(packageFolder(`${module}?url`)).toBe(folder);
  expect(packageFolder(`\0${module}?commonjs-module`)).toBe(folder);
  expect(packageFolder(path.join(root, "src/main.ts"))).toBeNull();
  expect(packageFolder("\0vite/preload-helper.js")).toMatch(/node_modules.vite$/);
  expect(packageFolder("\0rolldown/runtime.js")).toMatch(/node_modules.rolldown$/);
});

it("refuses a helper whose package it does not know", () => {
  expect(() => packageFolder("\0strange:helper")).toThrow("strange:helper");
});

it("tells each text once, under all packages that it is for", () => {
  const entry = (name: string, text: string) => ({ name, version: "1.0.0", licence: "MIT", text });
  const text = noticesText("Disk 2.0.0", [
    entry("b", "By Bo."),
    entry("a", "By Ann."),
    entry("c", "By Ann."),
  ]);
  expect(text.split("By Ann.")).toHaveLength(2);
  expect(text.indexOf("  a 1.0.0 (MIT)\n  b 1.0.0 (MIT)\n  c 1.0.0 (MIT)")).toBeGreaterThan(0);
  expect(text).toMatch(/=\na 1\.0\.0 \(MIT\)\nc 1\.0\.0 \(MIT\)\n=+\n\nBy Ann\.\n/);
});

/** Builds a page that uses one package, with a worker that uses another and leaves a third out. */
async function buildPage(): Promise<string> {
  write("index.html", '<script type="module" src="/main.js"></script>');
  write(
    "main.js",
    'import { a } from "in-page"; console.log(a, new Worker(new URL("./work.js", import.meta.url), { type: "module" }));',
  );
  write("work.js", 'import { a } from "in-worker"; import { b } from "left-out"; postMessage(a); () => b;');
  const notices = thirdPartyNotices({ name: "Disk", version: "2.0.0", licence: write("LICENSE", "Mine.") });
  await build({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [notices.page],
    worker: { format: "es", plugins: notices.workers },
  });
  expect(readFileSync(path.join(root, "dist/LICENSE.txt"), "utf8")).toBe("\uFEFFMine.");
  return readFileSync(path.join(root, "dist", NOTICES_FILE), "utf8");
}

it("names in a real build what is in the page and in its worker, and nothing that was left out", async () => {
  plant("in-page", { text: "Page text." });
  plant("in-worker", { text: "Worker text." });
  plant("left-out", { license: "", text: "" });
  const text = await buildPage();
  expect(text).toContain("Page text.");
  expect(text).toContain("Worker text.");
  expect(text).not.toContain("left-out");
});

it("fails a build whose worker ships a package without a licence text", async () => {
  plant("in-page", { text: "Page text." });
  plant("in-worker", {});
  plant("left-out", { text: "Free." });
  await expect(buildPage()).rejects.toThrow("in-worker 1.2.3, which has no licence text");
});
