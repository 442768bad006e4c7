import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { plant } from "../../workers/testing/vhdx/plant.ts";
import { PLANTED_FAULTS } from "./planted.ts";
import { mutantsOf, mutated } from "./mutants.ts";
import { ImportGraph } from "./near.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const sourceOf = (file: string) => readFileSync(`${ROOT}${file}`, "utf8");

it("each planted fault has its place, and tests near it", () => {
  const graph = new ImportGraph(ROOT);
  for (const { name, file, changes, tests } of PLANTED_FAULTS) {
    expect(plant(file, sourceOf(file), changes), `with ${name}`).not.toBe(sourceOf(file));
    expect((tests ?? graph.near(file)).length, `for ${name}`).toBeGreaterThan(0);
  }
});

it("mutants are small mistakes in code, and none in types, texts or comments", () => {
  const source = `
    // a < b
    type Small = 1 | 2;
    const text = "a" + \`b \${n < 2}\`;
    export function f(a: number): boolean { if (a < 3) g(); return a === 1 && b; }
  `;
  const all = mutantsOf("f.ts", source).map((mutant) => mutated(source, mutant).split("\n")[4]?.trim());
  expect(new Set(all)).toEqual(
    new Set([
      "export function f(a: number): boolean { if (!(a < 3)) g(); return a === 1 && b; }",
      "export function f(a: number): boolean { if (a < (3 + 1)) g(); return a === 1 && b; }",
      "export function f(a: number): boolean { if (a < 3) ; return a === 1 && b; }",
      "export function f(a: number): boolean { if (a < 3) g(); return a !== 1 && b; }",
      "export function f(a: number): boolean { if (a < 3) g(); return a === (1 + 1) && b; }",
      "export function f(a: number): boolean { if (a < 3) g(); return a === 1 || b; }",
      "export function f(a: number): boolean { if (a <= 3) g(); return a === 1 && b; }",
    ]),
  );
  expect(all.length).toBe(7);
});

it("tests beside a source come first", () => {
  const near = new ImportGraph(ROOT).near("workers/vhdx/write/journal.ts");
  expect(near[0]).toBe("workers/vhdx/write/journal.test.ts");
  expect(near).toContain("workers/vhdx/write/crash.test.ts");
});
