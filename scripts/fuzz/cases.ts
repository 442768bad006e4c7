import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Mutant } from "./mutate/mutation.ts";

/** A mutant that once broke an invariant. */
export interface Case extends Mutant {
  /** What it broke, in words. */
  readonly about: string;
  /** Seed and number of the original, larger mutant; the random choices of the visits follow from them. */
  readonly seed: number;
  readonly number: number;
}

export const CASES_FOLDER = fileURLToPath(new URL("./cases", import.meta.url));

export const caseNames = (): readonly string[] =>
  readdirSync(CASES_FOLDER).filter((name) => name.endsWith(".json"));

/** @param file a path, or the name of a saved case. */
export function readCase(file: string): Case {
  const place = file.includes("/") ? file : path.join(CASES_FOLDER, file);
  return JSON.parse(readFileSync(place, "utf8")) as Case;
}

/** @returns where it was saved. */
export function writeCase(folder: string, name: string, saved: Case): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(saved, null, 2)}\n`);
  return file;
}
