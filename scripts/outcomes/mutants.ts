import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Mutant } from "../fuzz/mutate/mutation.ts";

/** Where the mutants are kept, one a line: as data, so that a change of the fuzzer leaves them as they are. */
export const MUTANTS_FILE = fileURLToPath(new URL("./mutants.jsonl", import.meta.url));

/** Mutants of the fuzzer's bases. */
export const MUTANTS: readonly Mutant[] = readFileSync(MUTANTS_FILE, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Mutant);
