import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { requireTool } from "../../../e2e/support/needs.ts";

/** Milliseconds: PowerShell takes a second to start, and more on a busy machine. */
export const SLOW = 300_000;

/** Names of folders in which a script may be, and its file; the last one makes a path beyond 260 characters. */
export const FOLDERS: readonly (readonly string[])[] = [
  ["with spaces"],
  ['it\'s $HOME `n $(1+1) "quoted"'],
  ["[a-z]*brackets?"],
  ["D\u00EFsk \u2018\u4F60\u597D\u2019 \u{1F4BE}"],
  Array.from({ length: 4 }, (_, nth) => String(nth).repeat(200)),
];

/** Vitest's own, which only a test file may import. */
interface Hooks {
  beforeAll(work: () => void): void;
  afterAll(work: () => void): void;
  beforeEach(work: (test: Parameters<typeof requireTool>[0]) => void): void;
}

/**
 * For a test file of both scripts: a folder, removed after the tests, which need Python and PowerShell.
 *
 * @returns gives the folder, once the tests run
 */
export function twinFolder({ beforeAll, afterAll, beforeEach }: Hooks): () => string {
  let root = "";
  beforeAll(() => void (root = mkdtempSync(path.join(tmpdir(), "platter-twins-"))));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  beforeEach((test) => requireTool(test, "python3", "pwsh"));
  return () => root;
}
