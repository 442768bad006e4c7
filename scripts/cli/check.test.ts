import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { corpusImages, unpack, type CorpusImage } from "../../e2e/support/corpus.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { withFolder } from "../../e2e/support/qemu.ts";
import type { Finding, Outcome, Severity } from "../../workers/api/index.ts";
import { linesOf, platter } from "./testing.ts";

interface Line {
  readonly file: string;
  readonly exitCode: number;
  readonly outcome: Outcome | null;
  readonly severity: Severity | "ok" | null;
  readonly verdict: string | null;
  readonly unchecked: readonly string[];
  readonly parents: readonly string[];
  readonly findings: readonly Finding[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

const check = async (...args: readonly string[]) => {
  const { status, stdout } = await platter("check", "--json", ...args);
  return { status, lines: linesOf(stdout) as readonly Line[] };
};

/** An image and its parents, as far as the corpus has them. */
function chainOf(image: CorpusImage): readonly CorpusImage[] {
  const parent = corpusImages().find(({ file }) => file === image.parent);
  return [image, ...(parent === undefined ? [] : chainOf(parent))];
}

/** The outcome by `EXPECTED.json` of an image whose parents are there. */
function expectedOutcome(image: CorpusImage): Outcome {
  if (image.outcome === "invalid") return "damaged";
  if (image.outcome === "refused") return image.error === "parent-not-found" ? "needs-parent" : "unreadable";
  return chainOf(image).some(({ log }) => log.state === "dirty") ? "needs-replay" : "opens";
}

/** The exit code for an outcome; an image that opens may have warnings. */
function expectedCode({ outcome, findings }: Pick<Line, "outcome" | "findings">): number {
  if (outcome === "unreadable" || outcome === "not-vhdx") return 2;
  const notable = findings.some(({ severity }) => severity !== "info");
  return outcome !== "opens" || notable ? 1 : 0;
}

describe("platter check", () => {
  it("says of the whole corpus, given at once, what EXPECTED.json says", async (test) => {
    requireTool(test, "corpus");
    const images = corpusImages();
    const files = await Promise.all(images.map(({ file }) => unpack(file)));
    const { status, lines } = await check(...files);
    expect(lines.map(({ file }) => file)).toEqual(files);
    for (const [index, image] of images.entries()) {
      const line = lines[index];
      const found = {
        file: image.file,
        outcome: line?.outcome,
        parents: line?.parents,
        code: line?.exitCode,
      };
      const parents = image.error === "parent-not-found" ? [] : chainOf(image).slice(1);
      expect(found).toEqual({
        file: image.file,
        outcome: expectedOutcome(image),
        parents: parents.map(({ file }) => file),
        code: line === undefined ? null : expectedCode(line),
      });
      expect(line?.unchecked).toEqual([]);
      const known = image.findings.map(({ code }) => code);
      expect(line?.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(known));
    }
    expect(status).toBe(Math.max(...lines.map(({ exitCode }) => exitCode)));
    expect(new Set(lines.map(({ exitCode }) => exitCode))).toEqual(new Set([0, 1, 2]));
  });

  it("ends with the worst code, goes on after a file that can't be read, and names it", async (test) => {
    requireTool(test, "corpus");
    const image = corpusImages().find((each) => each.outcome === "opens" && each.log.state === "clean");
    const dirty = corpusImages().find((each) => each.outcome === "opens" && each.log.state === "dirty");
    const clean = await unpack(image?.file ?? "");
    const crashed = await unpack(dirty?.file ?? "");
    expect((await check(clean)).status).toBe(0);
    expect((await check(clean, crashed, clean)).status).toBe(1);
    await withFolder(async (folder) => {
      const text = path.join(folder, "notes.txt");
      writeFileSync(text, "no disk");
      const missing = path.join(folder, "missing.vhdx");
      const { status, lines } = await check(missing, folder, text, clean);
      expect(status).toBe(2);
      expect(lines.map(({ exitCode, outcome, error }) => [exitCode, outcome, error?.code ?? null])).toEqual([
        [2, null, "file-vanished"],
        [2, null, "misuse"],
        [2, "not-vhdx", null],
        [0, "opens", null],
      ]);
      const human = await platter("check", missing, clean);
      expect(human.stderr).toBe(`platter: ${missing}: There is no file ${missing}.\n`);
      expect(human.stdout).toMatch(/opens\. [^]*\n1 clean, 0 with findings, 1 unreadable\n$/);
    });
  });

  it("lists findings in columns, and one line an image with --brief", async (test) => {
    requireTool(test, "corpus");
    const image = corpusImages().find(
      ({ outcome, findings: [first] }) => outcome === "invalid" && first?.bat_index !== undefined,
    );
    const file = await unpack(image?.file ?? "");
    const { stdout, status } = await platter("check", file);
    expect(status).toBe(1);
    expect(stdout.split("\n")[1]).toMatch(
      new RegExp(`^  error +${image?.findings[0]?.code} +BAT, 0x[0-9a-f]+ +\\S`),
    );
    const brief = await platter("check", "--brief", file);
    expect(brief.stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(stdout).toContain(brief.stdout);
  });

  it("finds parents that are given beside the image, and misses them where they are not", async (test) => {
    requireTool(test, "corpus");
    const image = corpusImages().find((each) => each.outcome === "opens" && chainOf(each).length > 2);
    if (image === undefined) throw new Error("no chain of three in the corpus");
    const [top, ...parents] = await Promise.all(chainOf(image).map(({ file }) => unpack(file)));
    const alone = await check(top ?? "");
    expect([alone.status, alone.lines[0]?.outcome, alone.lines[0]?.parents]).toEqual([1, "needs-parent", []]);
    // The parents' file names mean nothing here: GUIDs find them.
    const whole = await check(top ?? "", "--parent", ...parents.toReversed(), parents[0] ?? "");
    expect([whole.status, whole.lines[0]?.outcome]).toEqual([0, "opens"]);
    expect(whole.lines[0]?.parents).toEqual(parents.map((each) => path.basename(each)));
    expect(whole.lines).toHaveLength(1);
  });

  it("reads with --full what the quick check leaves out", async (test) => {
    requireTool(test, "corpus");
    const files = await Promise.all(
      corpusImages()
        .filter(({ outcome, size }) => outcome === "opens" && size < 64 * 1024 * 1024)
        .map(({ file }) => unpack(file)),
    );
    const [quick, full] = [await check(...files), await check("--full", ...files)];
    const count = ({ lines }: { lines: readonly Line[] }) =>
      lines.reduce((sum, { findings }) => sum + findings.length, 0);
    expect(count(full)).toBeGreaterThan(count(quick));
  });

  it("lets nothing in an image's name or text move the cursor", async () => {
    await withFolder(async (folder) => {
      const evil = path.join(folder, "a\u{1b}[2Jb\u{202e}c.vhdx");
      writeFileSync(evil, "no disk");
      mkdirSync(path.join(folder, "empty"));
      for (const args of [["check"], ["check", "--json"], ["check", "--brief"], ["report"]]) {
        const { stdout, stderr } = await platter(...args, evil, `${evil}-missing`);
        expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
        expect(stdout).toContain("c.vhdx");
      }
      const { lines } = await check(evil);
      expect(lines[0]?.file).toBe(evil);
    });
  });
});
