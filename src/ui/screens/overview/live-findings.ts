import type { Finding } from "../../../../workers/api/index.ts";
import { bySeverity } from "../../../../workers/shared/severity.ts";

/** Findings with those that a running check has added since, worst first; each once. */
export function withFound(known: readonly Finding[], found: readonly Finding[]): readonly Finding[] {
  const seen = new Set(known.map(({ id }) => id));
  const more = found.filter(({ id }) => !seen.has(id));
  return bySeverity([...known, ...more]);
}
