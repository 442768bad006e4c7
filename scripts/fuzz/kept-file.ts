import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { baseNames } from "./bases/bases.ts";
import type { Kept } from "./corpus.ts";

/** Mutants that an earlier run kept, without those of bases that this machine lacks; empty if there is no file. */
export function readKept(file: string): readonly Kept[] {
  if (!existsSync(file)) return [];
  const { made, corpus } = baseNames();
  const known = new Set([...made, ...corpus]);
  const kept = JSON.parse(readFileSync(file, "utf8")) as readonly Kept[];
  return kept.filter(({ mutant }) => known.has(mutant.base));
}

export function writeKept(file: string, kept: readonly Kept[]): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `[\n${kept.map((each) => JSON.stringify(each)).join(",\n")}\n]\n`);
}
