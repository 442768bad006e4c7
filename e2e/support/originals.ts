import { stat } from "node:fs/promises";
import { expect } from "@playwright/test";
import { type CorpusImage, UNPACKED_AT, unpackedPath } from "./corpus.ts";
import { sha256Of } from "./workbench.ts";

/**
 * Expects that the unpacked image still has the time stamp of its unpacking, which a write changes.
 * `originals.spec.ts` hashes all opened images once, after all tests.
 */
export async function expectUntouched(image: CorpusImage): Promise<void> {
  const { mtime } = await stat(unpackedPath(image.file));
  expect(mtime, `modification time of ${image.file}`).toEqual(UNPACKED_AT);
}

/** The same, and that the image has the bytes of the corpus. */
export async function expectUnchanged(image: CorpusImage): Promise<void> {
  await expectUntouched(image);
  expect(await sha256Of(unpackedPath(image.file)), `SHA-256 of ${image.file}`).toBe(image.sha256);
}
