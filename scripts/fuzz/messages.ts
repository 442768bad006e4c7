import type { Case } from "./cases.ts";
import type { Kept } from "./corpus.ts";
import type { Violation } from "./judge.ts";
import type { Mutant } from "./mutate/mutation.ts";

/** The order to the process that opens mutants, sent once. */
export interface Order {
  readonly seed: number;
  /** Number of the first mutant. */
  readonly first: number;
  /** From one number to the next: as many processes share the numbers. */
  readonly step: number;
  readonly only: string | null;
  /** Mutants that another process or another run kept. */
  readonly kept: readonly Kept[];
  /** Module whose `VISITS` are made in place of the real ones, with an optional `wrap`: for tests that plant faults. */
  readonly visits: string | null;
}

/** Messages from that process. */
export type Message =
  | { readonly kind: "begin"; readonly number: number; readonly mutant: Mutant }
  /** A violation's mutant is being shrunk, so the same code runs again and again. */
  | { readonly kind: "shrink"; readonly number: number }
  | {
      readonly kind: "end";
      readonly number: number;
      readonly codes: readonly string[];
      readonly freshCode: boolean;
      readonly milliseconds: number;
      readonly violations: readonly { readonly violation: Violation; readonly saved: Case | null }[];
    };
