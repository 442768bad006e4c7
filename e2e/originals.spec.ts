import { existsSync } from "node:fs";
import { corpusImages, unpackedPath } from "./support/corpus.ts";
import { expect, test } from "@playwright/test";
import { requireTool } from "./support/needs.ts";
import { expectUnchanged } from "./support/originals.ts";
import { QUICK } from "./support/full.ts";

test("no original was written to, by any of the tests before", QUICK, async () => {
  requireTool(test, "corpus");
  const opened = corpusImages().filter(({ file }) => existsSync(unpackedPath(file)));
  expect(opened.length).toBeGreaterThan(0);
  for (const image of opened) await expectUnchanged(image);
});
