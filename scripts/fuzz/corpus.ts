import { canGrow } from "./mutate/choose.ts";
import type { Mutant } from "./mutate/mutation.ts";
import type { Random } from "./random.ts";

/** A mutant that others are made from, and the codes of what was found in it. */
export interface Kept {
  readonly mutant: Mutant;
  readonly codes: readonly string[];
}

/** What the findings of one mutant have that those of another may lack: each code, and each two that come together. */
function* traits(codes: readonly string[]): Generator<string> {
  for (const [nth, code] of codes.entries()) {
    yield code;
    for (const other of codes.slice(nth + 1)) yield `${code} ${other}`;
  }
}

/**
 * Mutants in which something was found that none before had, so that later ones get further: a second mistake behind the
 * first, which a base without mistakes does not come to.
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

  /** Every code that was found. */
  get codes(): ReadonlySet<string> {
    return this.#codes;
  }

  /** Whether there is a code, or two together, that no mutant had. */
  isNew(codes: Iterable<string>): boolean {
    for (const trait of traits([...codes].toSorted())) if (!this.#traits.has(trait)) return true;
    return false;
  }

  /**
   * Takes note of what was found in a mutant, and keeps it where it is of a new kind.
   *
   * @param freshCode whether it made a piece of code run that had never run
   * @returns whether it is kept
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

  /** One that was kept, null while there is none. Half the time one of the last: what is new leads on to what is newer. */
  pick(random: Random): Mutant | null {
    const pool = random.chance(0.5) ? this.#kept.slice(-32) : this.#kept;
    return pool.length === 0 ? null : random.pick(pool).mutant;
  }
}
