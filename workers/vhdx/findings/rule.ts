import type { Severity } from "../../api/index.ts";

/** One thing that can be wrong with an image, or be worth a remark. */
export interface Rule {
  readonly severity: Severity;
  /** Section of MS-VHDX; null where none states the rule. */
  readonly spec: string | null;
  /** What is the case: a sentence in the format's terms. */
  readonly what: string;
  /** The same as a clause for a person who has never heard of a BAT; null for what stands in nobody's way. */
  readonly plain: string | null;
}

/** Keeps the names of a structure's rules as they are written. */
export const rules = <Code extends string>(
  entries: Readonly<Record<Code, Rule>>,
): Readonly<Record<Code, Rule>> => entries;
