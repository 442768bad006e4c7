import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { requireTool } from "../../e2e/support/needs.ts";
import { COMMAND_LINE_DOC, commandLineDoc } from "./command-line.ts";

it("docs/command-line.md is what `npm run docs:command-line` writes", async (test) => {
  requireTool(test, "corpus");
  expect(readFileSync(COMMAND_LINE_DOC, "utf8")).toBe(await commandLineDoc());
});
