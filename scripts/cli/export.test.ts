import { createHash } from "node:crypto";
import { linkSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { corpusImages, type CorpusImage, unpack, UNPACKED_AT } from "../../e2e/support/corpus.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { copyImage, qemuCheck, qemuImg, qemuInfo, tool, withFolder } from "../../e2e/support/qemu.ts";
import { qemuAgrees, sparseDigestOf } from "../../e2e/support/qemu-disk.ts";
import { TIB } from "../../workers/shared/numbers.ts";
import { linesOf, platter } from "./testing.ts";

interface Written {
  readonly path: string;
  readonly size: number;
  readonly changes: readonly string[];
  readonly zeroed: readonly string[];
}

const writtenOf = (stdout: string) => linesOf(stdout)[0] as Written;

const isDirty = ({ log }: CorpusImage) => log.state === "dirty";

/** Sorted from the quickest to the slowest. */
const bySize = (images: readonly CorpusImage[]) =>
  images.toSorted((a, b) => a.size + a.virtual_size - b.size - b.virtual_size);

/** Any image of the corpus of a kind. */
function someImage(fits: (image: CorpusImage) => boolean): CorpusImage {
  const image = bySize(corpusImages()).find(fits);
  if (image === undefined) throw new Error("the corpus has no such image");
  return image;
}

const IDENTICAL = "Images are identical.";

describe("what qemu-img agrees on", () => {
  // With a disk of 8 TiB this test takes more than two minutes.
  const agreed = corpusImages().filter((image) => qemuAgrees(image) && image.virtual_size <= TIB);

  it("is more than one kind of image", (test) => {
    requireTool(test, "corpus");
    expect(agreed.some(isDirty)).toBe(true);
    expect(agreed.some((image) => !isDirty(image))).toBe(true);
  });

  it.for(agreed.map((image) => [image.file, image] as const))(
    "%s: raw and replayed",
    async ([, image], test) => {
      requireTool(test, "corpus", "qemu-img");
      const file = await unpack(image.file);
      await withFolder(async (folder) => {
        const theirs = await copyImage(file, folder, "theirs.vhdx");
        if (isDirty(image)) expect((await qemuCheck(theirs, true)).status).toBe(0);
        const raw = path.join(folder, "ours.raw");
        const { status, stdout } = await platter("export", file, "--as", "raw", "--to", raw, "--json");
        expect({ status, written: writtenOf(stdout) }).toMatchObject({
          status: 0,
          written: { path: raw, size: image.virtual_size, zeroed: [] },
        });
        expect(await qemuImg("compare", "-f", "raw", "-F", "vhdx", raw, theirs)).toContain(IDENTICAL);
        const about = statSync(raw);
        expect(about.blocks * 512, "holes are holes").toBeLessThanOrEqual(statSync(file).size);

        const copy = path.join(folder, "ours.vhdx");
        const replay = await platter("replay", file, "--to", copy, "--json");
        if (!isDirty(image)) {
          expect(replay).toMatchObject({
            status: 2,
            stdout: "",
            stderr: expect.stringContaining("log is empty"),
          });
        } else {
          expect(replay.status).toBe(0);
          const before = createHash("sha256").update(readFileSync(copy)).digest("hex");
          expect(await qemuCheck(copy)).toMatchObject({ status: 0 });
          expect(await qemuInfo(copy)).toMatchObject({ format: "vhdx", "dirty-flag": false });
          expect(await qemuImg("compare", "-f", "vhdx", "-F", "vhdx", copy, theirs)).toContain(IDENTICAL);
          expect(createHash("sha256").update(readFileSync(copy)).digest("hex")).toBe(before);
          expect((await platter("check", copy)).status).toBe(0);
        }
        expect(statSync(file).mtimeMs, "the image was not written").toBe(UNPACKED_AT.getTime());
      });
    },
  );
});

describe("platter export", () => {
  it("reads a chain through its parents, and makes one file of it", async (test) => {
    requireTool(test, "corpus", "qemu-img");
    const top = someImage(({ parent, outcome }) => parent !== null && outcome === "opens");
    const file = await unpack(top.file);
    const others = await Promise.all(
      corpusImages().flatMap((each) => (each.size < 2 ** 26 && each !== top ? [unpack(each.file)] : [])),
    );
    await withFolder(async (folder) => {
      const raw = path.join(folder, "chain.raw");
      const flat = path.join(folder, "flat.vhdx");
      const alone = await platter("export", file, "--as", "raw", "--to", raw);
      expect([alone.status, alone.stderr]).toEqual([2, expect.stringContaining("parent")]);
      expect(readdirSync(folder)).toEqual([]);
      expect((await platter("export", file, "--as", "raw", "--to", raw, "--parent", ...others)).status).toBe(
        0,
      );
      expect(await sparseDigestOf(raw)).toBe(top.virtual_sparse_sha256);
      expect(
        (await platter("export", file, "--as", "flat", "--to", flat, "--parent", ...others)).status,
      ).toBe(0);
      expect(await qemuImg("compare", "-f", "raw", "-F", "vhdx", raw, flat)).toContain(IDENTICAL);
      expect((await platter("check", flat)).status).toBe(0);
    });
  });

  it("gives a patch that makes the replayed copy", async (test) => {
    requireTool(test, "corpus", "python3");
    const image = someImage((each) => each.outcome === "opens" && isDirty(each) && each.parent === null);
    const file = await unpack(image.file);
    await withFolder(async (folder) => {
      expect((await platter("export", file, "--as", "patch", "--to", folder)).status).toBe(0);
      const [zip = ""] = readdirSync(folder);
      expect(zip).toMatch(/\.zip$/);
      const copy = await copyImage(file, folder, "copy.vhdx");
      const unzip = ["-m", "zipfile", "-e", path.join(folder, zip), path.join(folder, "patch")];
      expect((await tool("python3", unzip)).status).toBe(0);
      const applied = await tool("python3", [path.join(folder, "patch/apply.py"), copy]);
      expect(applied).toMatchObject({ status: 0 });
      expect((await platter("check", copy)).status).toBe(0);
    });
  });

  it("writes zeros for blocks that can't be read only where that is asked for, and lists them", async (test) => {
    requireTool(test, "corpus");
    const image = someImage(({ findings }) => findings.some(({ code }) => code === "bat-beyond-file"));
    const file = await unpack(image.file);
    await withFolder(async (folder) => {
      const raw = path.join(folder, "disk.raw");
      const refused = await platter("export", file, "--as", "raw", "--to", raw);
      expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("can't be read")]);
      expect(refused.stderr).toContain("--zero-unreadable");
      expect(readdirSync(folder)).toEqual([]);
      const agreed = ["--zero-unreadable", "--json"];
      const { status, stdout } = await platter("export", file, "--as", "raw", "--to", raw, ...agreed);
      expect(status).toBe(1);
      expect(writtenOf(stdout)).toMatchObject({ size: image.virtual_size, changes: [] });
      expect(writtenOf(stdout).zeroed).toHaveLength(1);
    });
  });

  it("reads anyway where nothing but the log is at fault", async (test) => {
    requireTool(test, "corpus");
    const image = someImage(({ error }) => error === "log-no-valid-sequence");
    const file = await unpack(image.file);
    await withFolder(async (folder) => {
      const to = ["--as", "raw", "--to", path.join(folder, "disk.raw")];
      expect((await platter("export", file, ...to)).status).toBe(2);
      expect((await platter("export", file, ...to, "--read-anyway")).status).toBe(0);
      const { stdout } = await platter("report", file, "--read-anyway");
      expect((JSON.parse(stdout) as { warning: string }).warning).toMatch(/without replaying the log/);
    });
  });
});

describe("a result", () => {
  it("is never written over something, an image least of all", async (test) => {
    requireTool(test, "corpus");
    const image = someImage(
      (each) => each.outcome === "opens" && isDirty(each) && each.parent === null && each.size < 2 ** 25,
    );
    await withFolder(async (folder) => {
      const file = await copyImage(await unpack(image.file), folder, "disk.vhdx");
      const before = readFileSync(file);
      const symbolic = path.join(folder, "symbolic.vhdx");
      const hard = path.join(folder, "hard.vhdx");
      const dangling = path.join(folder, "dangling.raw");
      const other = path.join(folder, "other.raw");
      symlinkSync(file, symbolic);
      linkSync(file, hard);
      symlinkSync(path.join(folder, "nowhere.raw"), dangling);
      writeFileSync(other, "kept");
      const names = readdirSync(folder).toSorted();
      for (const target of [file, symbolic, hard, dangling, other]) {
        for (const command of [["replay"], ["export", "--as", "raw"]]) {
          const { status, stderr, stdout } = await platter(...command, file, "--to", target);
          expect([status, stdout]).toEqual([64, ""]);
          expect(stderr).toMatch(/is already there, and only new files are written/);
        }
        const report = await platter("report", file, "--out", target);
        expect(report.status).toBe(64);
      }
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(readFileSync(other, "utf8")).toBe("kept");
      expect(readdirSync(folder).toSorted()).toEqual(names);
    });
  });

  it("that can't be written ends with a code of its own", async (test) => {
    requireTool(test, "corpus");
    const image = someImage((each) => each.outcome === "opens" && each.size < 2 ** 25);
    const file = await unpack(image.file);
    await withFolder(async (folder) => {
      const target = path.join(folder, "no-folder/disk.raw");
      const { status, stderr } = await platter("export", file, "--as", "raw", "--to", target);
      expect([status, stderr]).toEqual([74, expect.stringContaining("there is no such folder")]);
    });
  });
});

describe("platter report", () => {
  it("writes one file for each image into a folder, and pages beside them", async (test) => {
    requireTool(test, "corpus");
    const images = corpusImages().filter(({ outcome, size }) => outcome === "opens" && size < 2 ** 24);
    const [a = "", b = ""] = await Promise.all(images.slice(0, 2).map(({ file }) => unpack(file)));
    await withFolder(async (folder) => {
      const { stdout } = await platter("report", a, b, "--out", folder, "--hashes");
      const files = stdout.trimEnd().split("\n");
      expect(files.map((each) => path.dirname(each))).toEqual([folder, folder]);
      for (const [index, file] of files.entries()) {
        const report = JSON.parse(readFileSync(file, "utf8")) as {
          source: { name: string };
          digests: { source: { sha256: string } };
        };
        expect(report.source.name).toBe(images[index]?.file);
        expect(report.digests.source.sha256).toBe(images[index]?.sha256);
      }
      await platter("report", a, "--html", "--out", folder);
      const html = readdirSync(folder).find((each) => each.endsWith(".html")) ?? "";
      expect(readFileSync(path.join(folder, html), "utf8")).toMatch(/^<!doctype html>/);
      const shown = await platter("report", a, "--html");
      expect(shown.stdout).toMatch(/^<!doctype html>/);
      const lines = linesOf((await platter("report", a, b, "--json")).stdout);
      expect(lines.map((each) => (each as { source: { name: string } }).source.name)).toEqual(
        images.slice(0, 2).map(({ file }) => file),
      );
    });
  });
});
