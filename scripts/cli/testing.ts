import { fileURLToPath } from "node:url";
import { tool, type ToolResult } from "../../e2e/support/qemu.ts";

/** What `npx platter` runs. */
export const PLATTER = fileURLToPath(new URL("./platter.mjs", import.meta.url));

/** Runs the command as a process of its own, built anew where that is needed. */
export const platter = (...args: readonly string[]): Promise<ToolResult> =>
  tool(process.execPath, [PLATTER, ...args]);

/** The values of some lines of JSON. */
export const linesOf = (text: string): readonly unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
