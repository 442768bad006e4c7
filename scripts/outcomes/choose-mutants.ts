import { baseNames } from "../fuzz/bases/bases.ts";
import { brokenName, COSTLY } from "../fuzz/bases/near.ts";
import { Corpus } from "../fuzz/corpus.ts";
import { judgeMutant } from "../fuzz/judge.ts";
import type { Mutant } from "../fuzz/mutate/mutation.ts";
import { mutantOf } from "../fuzz/run.ts";

const SEED = 12;
/** Mutants that are looked at, and those that are kept. */
const TRIED = 6000;
const KEPT = 96;
/** Characters of a mutant in the list. */
const LONGEST = 900;

interface Candidate {
  readonly line: string;
  readonly codes: readonly string[];
}

/** Each code, and each pair of codes. */
const traits = (codes: readonly string[]): readonly string[] =>
  codes.flatMap((code, nth) => [code, ...codes.slice(nth + 1).map((other) => `${code} ${other}`)]);

/** Mutants of the fuzzer that reach as many findings, and pairs of findings, as so few can. As lines of JSON. */
export async function chooseMutants(): Promise<readonly string[]> {
  const slow = new Set<string>([...COSTLY, ...[...COSTLY].map(brokenName)]);
  const names = new Set(baseNames().made.filter((name) => !slow.has(name) && !name.startsWith("files-")));
  const corpus = new Corpus();
  const found: Candidate[] = [];
  for (let number = 0; number < TRIED; number++) {
    const origin = { seed: SEED, number };
    const { base, mutant } = await mutantOf(origin, null, corpus);
    if (!names.has(base.name)) continue;
    const codes = await codesOf(base, mutant, origin);
    corpus.take(mutant, codes);
    const line = JSON.stringify(mutant);
    if (line.length <= LONGEST) found.push({ line, codes });
  }
  return best(found);
}

async function codesOf(
  base: Parameters<typeof judgeMutant>[0],
  mutant: Mutant,
  origin: Parameters<typeof judgeMutant>[2],
): Promise<readonly string[]> {
  const watches = { memory: null, loops: null };
  const { codes } = await judgeMutant(base, mutant, origin, { visits: [], watches });
  return [...codes].toSorted();
}

/** One after the other the candidate that adds most. */
function best(candidates: readonly Candidate[]): readonly string[] {
  const seen = new Set<string>();
  const kept: string[] = [];
  const left = new Set(candidates);
  while (kept.length < KEPT) {
    let most: Candidate | null = null;
    let gain = 0;
    for (const each of left) {
      const added = traits(each.codes).filter((trait) => !seen.has(trait)).length;
      if (added > gain) [most, gain] = [each, added];
    }
    if (most === null) break;
    left.delete(most);
    for (const trait of traits(most.codes)) seen.add(trait);
    kept.push(most.line);
  }
  return kept;
}
