import type { Finding, FindingId } from "../../../../workers/api/index.ts";

/** Findings with one code that are listed before the rest of them is folded. */
export const LISTED = 20;

/** A line of the list: a finding, or how many with one code are not listed after those before it. */
export type FindingLine =
  | { readonly kind: "finding"; readonly finding: Finding }
  | { readonly kind: "folded"; readonly code: string; readonly count: number };

/**
 * The findings in their order, of which those with one code are listed up to a number, and the rest is told in one line. A disk can
 * have thousands of one kind: nobody reads them one by one, and a browser that shows them all at once stands still.
 *
 * @param more how many of a code are listed, where the user asked for more than the first.
 * @param shown a finding that is listed in any case.
 */
export function folded(
  findings: readonly Finding[],
  more: ReadonlyMap<string, number>,
  shown: FindingId | null,
): readonly FindingLine[] {
  const left = new Map<string, number>();
  for (const { code } of findings) left.set(code, (left.get(code) ?? 0) + 1);
  const listed = new Map<string, number>();
  const lines: FindingLine[] = [];
  for (const finding of findings) {
    const { code } = finding;
    const before = listed.get(code) ?? 0;
    const most = more.get(code) ?? LISTED;
    if (before >= most && finding.id !== shown) continue;
    lines.push({ kind: "finding", finding });
    listed.set(code, before + 1);
    left.set(code, (left.get(code) ?? 0) - 1);
    if (before + 1 === most && (left.get(code) ?? 0) > 0) lines.push({ kind: "folded", code, count: 0 });
  }
  return lines.flatMap((line): FindingLine[] => {
    if (line.kind === "finding") return [line];
    const count = left.get(line.code) ?? 0;
    return count === 0 ? [] : [{ ...line, count }];
  });
}
