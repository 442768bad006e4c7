import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeRelease } from "./make-release.ts";

let root = "";
let builds = 0;

function write(file: string, text: string): void {
  const full = path.join(root, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

function git(...args: string[]): string {
  const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
  const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

function commit(): void {
  git("add", "--all");
  git("commit", "--quiet", "--message", "Work");
}

const release = (dryRun: boolean, alsoWrites = "dist/offline.js") =>
  makeRelease({
    root,
    dryRun,
    build: async () => {
      builds += 1;
      write("dist/index.html", "<p>page</p>");
      write("dist-single/platter.html", "<p>all in one</p>");
      write(alsoWrites, "built");
    },
  });

beforeEach(() => {
  builds = 0;
  root = mkdtempSync(path.join(tmpdir(), "platter-release-"));
  git("init", "--quiet");
  // The tag is made without the identity above.
  git("config", "user.name", "Ann");
  git("config", "user.email", "ann@example.org");
  write(".gitignore", "dist/\ndist-single/\n.cache/\n");
  write("package.json", '{ "version": "1.2.0" }');
  write("package-lock.json", '{ "version": "1.2.0" }');
  write("CHANGELOG.md", "# Changelog\n\n## [1.2.0] - 2026-11-30\n\n### Added\n\n- A thing.\n");
  commit();
});
afterEach(() => rmSync(root, { recursive: true }));

it("packs the build with its checksum, and tags the commit with what the changelog says", async () => {
  const { zip, sha256, tag, version } = await release(false);
  expect({ tag, version, builds }).toEqual({ tag: "v1.2.0", version: "1.2.0", builds: 1 });
  const bytes = readFileSync(zip);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
  expect(readFileSync(`${zip}.sha256`, "utf8")).toBe(`${sha256}  platter-1.2.0.zip\n`);
  expect(Object.keys(unzipSync(bytes))).toEqual(["platter-1.2.0/index.html", "platter-1.2.0/offline.js"]);
  expect(git("rev-parse", "v1.2.0^{commit}")).toBe(git("rev-parse", "HEAD"));
  expect(git("tag", "--list", "--format=%(contents)", "v1.2.0")).toBe(
    "Platter 1.2.0\n\n### Added\n\n- A thing.",
  );
  expect(git("status", "--porcelain")).toBe("");
});

it("packs the same in a dry run, without a tag, also when the tag is there", async () => {
  const dry = await release(true);
  expect(dry.tag).toBeNull();
  expect(git("tag")).toBe("");
  const real = await release(false);
  expect(real.sha256).toBe(dry.sha256);
  expect((await release(true)).sha256).toBe(dry.sha256);
});

it("refuses a tree that is not clean, before anything is built", async () => {
  write("new.txt", "");
  await expect(release(true)).rejects.toThrow("not clean before the build:\n?? new.txt");
  expect(builds).toBe(0);
});

it("refuses a build that changes the tree, without a tag and a zip", async () => {
  await expect(release(false, "index.js")).rejects.toThrow("not clean after the build");
  expect(git("tag")).toBe("");
  expect(existsSync(path.join(root, ".cache"))).toBe(false);
});

it("refuses a version that the changelog does not have, or the lock has otherwise", async () => {
  write("package.json", '{ "version": "1.3.0" }');
  commit();
  await expect(release(true)).rejects.toThrow("package-lock.json 1.2.0");
  write("package-lock.json", '{ "version": "1.3.0" }');
  commit();
  await expect(release(true)).rejects.toThrow("[1.3.0]");
  expect(builds).toBe(0);
});

it("refuses to make a tag twice", async () => {
  await release(false);
  await expect(release(false)).rejects.toThrow("v1.2.0 exists already");
  expect(builds).toBe(1);
});
