import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import type { Base } from "./base.ts";
import { baseNamed, pickBase } from "./bases.ts";
import type { Case } from "./cases.ts";
import { type Judgement, judgeMutant, type Origin, type Violation, type Wrap } from "./judge.ts";
import { chooseMutant } from "./mutate/choose.ts";
import type { Mutant } from "./mutate/mutation.ts";
import { randomOf } from "./random.ts";
import { shrinkMutant } from "./shrink.ts";
import type { Visit } from "./visits/visit.ts";
import { LoopWatch } from "./watch/loops.ts";
import type { MemoryWatch } from "./watch/memory.ts";

/** One mutant in so many has the turns of its loops counted. */
const COUNTED = 32;

export interface RunOptions {
  readonly visits: readonly Visit[];
  readonly memory: MemoryWatch | null;
  readonly wrap?: Wrap;
  /** One that has been started, for many mutants: starting it costs more than a look. */
  readonly loops?: LoopWatch;
}

/** The `number`th mutant of a seed. */
export async function mutantOf(
  { seed, number }: Origin,
  only: string | null = null,
): Promise<{ base: Base; mutant: Mutant }> {
  await loadCrc32c();
  const base = await baseNamed(pickBase(randomOf(seed, number, "base"), only));
  return { base, mutant: chooseMutant(base, randomOf(seed, number, "mutations")) };
}

/** Judges one mutant; `counted` also counts turns of loops. */
export async function tryMutant(
  base: Base,
  mutant: Mutant,
  origin: Origin,
  options: RunOptions,
  counted = origin.number % COUNTED === 0,
): Promise<Judgement> {
  const { visits, memory, wrap } = options;
  const own = counted && options.loops === undefined ? new LoopWatch() : null;
  own?.start();
  try {
    const watches = { memory, loops: own ?? options.loops ?? null };
    return await judgeMutant(base, mutant, origin, {
      visits,
      watches,
      ...(wrap === undefined ? {} : { wrap }),
    });
  } finally {
    own?.stop();
  }
}

/** Two violations of one kind are told once: numbers apart they say the same. */
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
  const same = async (candidate: Mutant): Promise<boolean> => {
    const { violations } = await tryMutant(base, candidate, origin, options, counted);
    return violations.some((each) => each.rule === violation.rule && each.visit === violation.visit);
  };
  const smallest = await shrinkMutant(mutant, same);
  return { about: kindOf(violation), ...origin, ...smallest };
}
