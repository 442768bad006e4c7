import { canGrow } from "./mutate/choose.ts";
import type { Mutant } from "./mutate/mutation.ts";
import type { Random } from "./random.ts";

/** A mutant that others are made from, and the codes of its findings. */
export interface Kept {
  readonly mutant: Mutant;
  readonly codes: readonly string[];
}

/** Traits of a mutant's findings: each code, and each pair of codes that come together. */
function* traits(codes: readonly string[]): Generator<string> {
  for (const [nth, code] of codes.entries()) {
    yield code;
    for (const other of codes.slice(nth + 1)) yield `${code} ${other}`;
  }
}

/**
 * Mutants with a new trait. Later mutants are made from them and so get further: to a second mistake behind the first, which a
 * base without mistakes does not reach.
 */
export class Corpus {
  readonly #traits = new Set<string>();
  readonly #codes = new Set<string>();
  readonly #kept: Kept[] = [];

  constructor(kept: readonly Kept[] = []) {
    for (const { mutant, codes } of kept) this.take(mutant, codes);
  }

  get kept(): readonly Kept[] {
    return this.#kept;
  }

  /** All codes that were found. */
  get codes(): ReadonlySet<string> {
    return this.#codes;
  }

  /** Whether there is a code, or two together, that no mutant had. */
  isNew(codes: Iterable<string>): boolean {
    for (const trait of traits([...codes].toSorted())) if (!this.#traits.has(trait)) return true;
    return false;
  }

  /**
   * Notes a mutant's codes, and keeps the mutant if it is of a new kind.
   *
   * @param freshCode whether it made a piece of code run that had never run
   * @returns whether the mutant is kept
   */
  take(mutant: Mutant, codes: Iterable<string>, freshCode = false): boolean {
    const sorted = [...codes].toSorted();
    const isNew = freshCode || this.isNew(sorted);
    for (const code of sorted) this.#codes.add(code);
    for (const trait of traits(sorted)) this.#traits.add(trait);
    if (!isNew || !canGrow(mutant)) return false;
    this.#kept.push({ mutant, codes: sorted });
    return true;
  }

  /** A kept mutant, or null if there is none. Half the time one of the latest, as these lead to further new kinds. */
  pick(random: Random): Mutant | null {
    const pool = random.chance(0.5) ? this.#kept.slice(-32) : this.#kept;
    return pool.length === 0 ? null : random.pick(pool).mutant;
  }
}
