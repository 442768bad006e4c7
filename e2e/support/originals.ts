import { stat } from "node:fs/promises";
import { expect } from "@playwright/test";
import { type CorpusImage, UNPACKED_AT, unpackedPath } from "./corpus.ts";
import { sha256Of } from "./workbench.ts";

/** The unpacked image has the bytes of the corpus and the time stamp it was given when it was unpacked. */
export async function expectUnchanged(image: CorpusImage): Promise<void> {
  const file = unpackedPath(image.file);
  expect((await stat(file)).mtime, `modification time of ${image.file}`).toEqual(UNPACKED_AT);
  expect(await sha256Of(file), `SHA-256 of ${image.file}`).toBe(image.sha256);
}
