import type { Finding, FindingGroup } from "../api/index.ts";
import { bySeverity, worst } from "./severity.ts";
import { countText } from "./text.ts";

/** A cause with findings of several codes. */
interface Cause {
  readonly name: string;
  readonly codes: readonly string[];
  readonly message: (count: number) => string;
}

/** Causes that more than one code belongs to. */
export const CAUSES: readonly Cause[] = [
  {
    name: "past-end-of-file",
    codes: [
      "file-data-missing",
      "bat-beyond-file",
      "bat-block-cut-off",
      "region-beyond-file",
      "log-beyond-file",
      "log-file-truncated",
      "region-unknown-beyond-file",
      "file-length-unaligned",
    ],
    message: (count) =>
      `Parts that the file names lie past its end, as after a copy that was cut off: ${countText(count, "finding")}.`,
  },
  {
    name: "file-start-overwritten",
    codes: ["identifier-damaged", "no-valid-header", "no-valid-region-table"],
    message: (count) =>
      `The start of the file was overwritten: ${countText(count, "structure")} that should stand there are gone.`,
  },
];

const CAUSE_OF: ReadonlyMap<string, Cause> = new Map(
  CAUSES.flatMap((cause) => cause.codes.map((code) => [code, cause] as const)),
);

function groupOf(cause: string, found: readonly Finding[]): FindingGroup {
  const findings = bySeverity(found);
  const [first] = findings;
  const count = findings.length;
  const shared = findings.every(({ code }) => code === first?.code) ? null : CAUSE_OF.get(first?.code ?? "");
  const alike = count === 1 ? "" : ` The same in ${countText(count - 1, "more place")}.`;
  return {
    cause,
    severity: worst(findings) ?? "info",
    message: shared == null ? `${first?.message ?? ""}${alike}` : shared.message(count),
    findings,
  };
}

/**
 * Findings by their cause, in the order of the first finding of each: those of one code together, and those of several codes
 * that one event explains, such as a copy that was cut off.
 *
 * @param findings of one layer, worst first
 */
export function groupByCause(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = CAUSE_OF.get(finding.code)?.name ?? finding.code;
    const same = groups.get(name);
    if (same === undefined) groups.set(name, [finding]);
    else same.push(finding);
  }
  return [...groups].map(([name, found]) => {
    const [first] = found;
    const alone = found.every(({ code }) => code === first?.code);
    return groupOf(alone ? (first?.code ?? name) : name, found);
  });
}
