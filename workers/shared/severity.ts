import type { Finding, Severity } from "../api/index.ts";

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2, fatal: 3 };

/** The worse of two severities. */
export function worse(first: Severity | null, second: Severity): Severity {
  return first === null || RANK[second] > RANK[first] ? second : first;
}

/** The worst severity, null where there is no finding. */
export function worst(findings: Iterable<Finding>): Severity | null {
  let result: Severity | null = null;
  for (const each of findings) result = worse(result, each.severity);
  return result;
}

/** Sorted by severity, worst first; findings of one severity stay in their order. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => RANK[b.severity] - RANK[a.severity]);
}
