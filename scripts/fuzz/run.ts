import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import type { Base } from "./bases/base.ts";
import { baseNamed, pickBase } from "./bases/bases.ts";
import type { Case } from "./cases.ts";
import { Corpus } from "./corpus.ts";
import { type Judgement, judgeMutant, type Origin, type Violation, type Wrap } from "./judge.ts";
import { chooseMutant } from "./mutate/choose.ts";
import type { Mutant } from "./mutate/mutation.ts";
import { randomOf } from "./random.ts";
import { shrinkMutant } from "./shrink.ts";
import type { Visit } from "./visits/visit.ts";
import { LoopWatch } from "./watch/loops.ts";
import type { MemoryWatch } from "./watch/memory.ts";

/**
 * Of so many mutants the first few have their loops counted in one go, as to start the counting takes as long as some mutants.
 */
const COUNTED_EVERY = 1024;
const COUNTED = 32;

/** Whether a mutant's loops are counted. */
export const isCounted = (number: number): boolean => number % COUNTED_EVERY < COUNTED;

/** Share of mutants that are made from a kept one. */
const GOING_ON = 0.35;

export interface RunOptions {
  readonly visits: readonly Visit[];
  readonly memory: MemoryWatch | null;
  readonly wrap?: Wrap;
  /** As `JudgeOptions.thorough`. */
  readonly thorough?: boolean;
  /** A started watch for many mutants, as starting costs more than counting. */
  readonly loops?: LoopWatch;
}

/** The `number`th mutant of a seed, after what a run has kept so far. */
export async function mutantOf(
  { seed, number }: Origin,
  only: string | null = null,
  corpus: Corpus = new Corpus(),
): Promise<{ base: Base; mutant: Mutant }> {
  await loadCrc32c();
  const random = randomOf(seed, number, "base");
  const before = random.chance(GOING_ON) ? corpus.pick(random) : null;
  const base = await baseNamed(before?.base ?? pickBase(random, only, corpus.codes));
  return { base, mutant: chooseMutant(base, randomOf(seed, number, "mutations"), before) };
}

/** Judges one mutant; `counted` also counts loop iterations. */
export async function tryMutant(
  base: Base,
  mutant: Mutant,
  origin: Origin,
  options: RunOptions,
  counted: boolean,
  isNew?: (codes: ReadonlySet<string>) => boolean,
): Promise<Judgement> {
  const { visits, memory, wrap, thorough = false } = options;
  const own = counted && options.loops === undefined ? new LoopWatch() : null;
  own?.start();
  try {
    const watches = { memory, loops: own ?? options.loops ?? null };
    const judging = { visits, watches, thorough, ...(wrap === undefined ? {} : { wrap }) };
    return await judgeMutant(base, mutant, origin, judging, isNew);
  } finally {
    own?.stop();
  }
}

/** The kind of a violation, which is reported once: violations of one kind differ in numbers only. */
export const kindOf = ({ rule, visit, detail }: Violation): string =>
  `${rule} in ${visit}: ${detail.split("\n").slice(0, 2).join(" ").replaceAll(/\d+/g, "N")}`;

/** The smallest mutant that shows a violation of the same kind, as a case to keep. */
export async function caseOf(
  base: Base,
  mutant: Mutant,
  origin: Origin,
  violation: Violation,
  options: RunOptions,
): Promise<Case> {
  const counted = violation.rule === "loops";
  const again = { ...options, thorough: violation.rule === "unstable" };
  const same = async (candidate: Mutant): Promise<boolean> => {
    const { violations } = await tryMutant(base, candidate, origin, again, counted);
    return violations.some((each) => each.rule === violation.rule && each.visit === violation.visit);
  };
  const smallest = await shrinkMutant(mutant, same);
  return { about: kindOf(violation), ...origin, ...smallest };
}
