import type { Finding } from "../../../../workers/api/index.ts";
import { bySeverity } from "../../../../workers/shared/severity.ts";

/** What tells a finding from all others of an image. */
export const keyOf = ({ code, structure, offset, message }: Finding): string =>
  `${code} ${structure} ${offset} ${message}`;

/** Findings with those that a running check has added since, worst first; each once. */
export function withFound(known: readonly Finding[], found: readonly Finding[]): readonly Finding[] {
  const seen = new Set(known.map(keyOf));
  const more = found.filter((each) => !seen.has(keyOf(each)));
  return bySeverity([...known, ...more]);
}
