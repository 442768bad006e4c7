import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Corpus } from "./corpus.ts";
import { readKept, writeKept } from "./kept-file.ts";
import type { Mutant } from "./mutate/mutation.ts";
import { Random } from "./random.ts";
import { mutantOf } from "./run.ts";

const mutant = (length = 1): Mutant => ({
  base: "dirty-log",
  mend: true,
  mutations: Array.from({ length }, (_, size) => ({ kind: "size", size })),
});

describe("the corpus", () => {
  it("keeps what has a code, or two codes together, that no mutant had", () => {
    const corpus = new Corpus();
    expect(corpus.take(mutant(), ["a"])).toBe(true);
    expect(corpus.take(mutant(), ["b"])).toBe(true);
    expect(corpus.take(mutant(), ["b", "a"])).toBe(true);
    expect(corpus.take(mutant(), ["a", "b"])).toBe(false);
    expect(corpus.isNew(["a", "b"])).toBe(false);
    expect(corpus.isNew(["a", "c"])).toBe(true);
    expect([...corpus.codes]).toEqual(["a", "b"]);
    expect(corpus.kept).toHaveLength(3);
  });

  it("keeps what makes new code run, and nothing that has grown too long", () => {
    const corpus = new Corpus();
    expect(corpus.take(mutant(), [], true)).toBe(true);
    expect(corpus.take(mutant(), [])).toBe(false);
    expect(corpus.take(mutant(100), ["a"])).toBe(false);
    expect(corpus.codes.has("a")).toBe(true);
  });

  it("is what later mutants go on from", async () => {
    const start = mutant(3);
    const corpus = new Corpus([{ mutant: start, codes: ["a"] }]);
    expect(corpus.pick(new Random(1))).toBe(start);
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, number) => mutantOf({ seed: 1, number }, "dynamic", corpus)),
    );
    const further = made.filter(({ base }) => base.name === "dirty-log");
    expect(further.length).toBeGreaterThan(3);
    expect(further.length).toBeLessThan(17);
    for (const each of further) {
      expect(each.mutant.mutations.slice(0, 3)).toEqual(start.mutations);
      expect(each.mutant.mutations.length).toBeGreaterThan(3);
    }
  });

  it("is read from its file, without mutants of images that are not here", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "platter-")), "kept/corpus.json");
    expect(readKept(file)).toEqual([]);
    const known = { mutant: mutant(), codes: ["a"] };
    writeKept(file, [known, { mutant: { ...mutant(), base: "elsewhere.vhdx" }, codes: [] }]);
    expect(readKept(file)).toEqual([known]);
  });
});
