import type { Finding, FindingId } from "../../../../workers/api/index.ts";

/** Places of one cause that are listed before the rest is folded. */
export const LISTED = 20;

/** The places of a cause that are listed, and how many are not. */
interface Folded {
  readonly listed: readonly Finding[];
  readonly left: number;
}

/**
 * The first places of a cause: a disk can have thousands of one, and listing all would freeze the page.
 *
 * @param most how many are listed.
 * @param shown a finding that is listed in any case.
 */
export function folded(findings: readonly Finding[], most: number, shown: FindingId | null): Folded {
  const listed = findings.filter(({ id }, nth) => nth < most || id === shown);
  return { listed, left: findings.length - listed.length };
}
