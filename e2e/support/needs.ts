import { spawnSync } from "node:child_process";
import { corpusFolder } from "./corpus.ts";

/** What some tests need beyond Node and a browser. */
export type Need = "corpus" | "qemu-img" | "qemu-io" | "python3" | "vhdiinfo";

/** Playwright's `test` and the context that Vitest hands to a test both have this. */
interface Skippable {
  skip(condition: boolean, reason: string): void;
}

const known = new Map<Need, boolean>();

/** Whether this machine has it. */
export function has(need: Need): boolean {
  let there = known.get(need);
  if (there === undefined) {
    const version = need === "vhdiinfo" ? "-V" : "--version";
    there = need === "corpus" ? corpusFolder() !== null : spawnSync(need, [version]).status === 0;
    known.set(need, there);
  }
  return there;
}

/** What it is called in a sentence. */
export const nameOf = (need: Need): string => (need === "corpus" ? "../shared/corpus" : need);

/**
 * Skips the running test, with a reason, where this machine lacks something that it needs. With `CI=true` nothing may
 * be skipped: there it throws.
 *
 * @param test the context of a Vitest test (`it("…", (test) => …)`), or Playwright's `test`
 */
export function requireTool(test: Skippable, ...needs: Need[]): void {
  const absent = needs.filter((need) => !has(need));
  if (absent.length === 0) return;
  const names = absent.map(nameOf).join(" and ");
  if (process.env.CI === "true") throw new Error(`CI must have ${names}: nothing is skipped there.`);
  test.skip(true, `needs ${names}, which this machine doesn't have`);
}
