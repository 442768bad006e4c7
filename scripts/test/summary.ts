import type { Counts } from "./counts.ts";

/** A step that has run. */
export interface Ended {
  readonly name: string;
  /** Wall time. */
  readonly seconds: number;
  readonly counts: Counts;
}

const COLUMN = 34;
const line = (name: string, seconds: number, rest = "") =>
  `${name.padEnd(COLUMN)} ${seconds.toFixed(1).padStart(6)} s${rest}`;

/**
 * The closing lines of a run: each step and the whole with their wall times, and on the last line how many tests passed and
 * failed.
 *
 * @param seconds wall time of the whole, less than the sum of steps that ran beside each other
 * @param strict whether a skipped test counts as failed, as in CI
 */
export function summaryOf(
  steps: readonly Ended[],
  seconds: number,
  strict: boolean,
): { readonly text: string; readonly failed: number } {
  const sum = (of: keyof Counts) => steps.reduce((total, { counts }) => total + counts[of], 0);
  const skipped = sum("skipped");
  const lines = steps.map(({ name, seconds: own, counts }) =>
    line(name, own, `  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`),
  );
  lines.push(line("all, some beside each other", seconds));
  if (skipped > 0) lines.push(`${skipped} skipped: the tests above say what they need.`);
  if (skipped > 0 && strict) lines.push("CI skips nothing: each skipped test counts as failed.");
  const failed = sum("failed") + (strict ? skipped : 0);
  return { text: `\n${lines.join("\n")}\n\n${sum("passed")} passed, ${failed} failed`, failed };
}
