import type { Fault, FindingCatalogue, Fix, Severity } from "../../../../workers/api/index.ts";
import { numberText } from "../../../../workers/shared/text.ts";
import { worst } from "../../../../workers/shared/severity.ts";
import { WORDS } from "./words.ts";

/** Faults of one kind that fixes of one kind repair. */
export interface RepairGroup {
  readonly key: string;
  readonly severity: Severity;
  /** What is wrong, as a sentence. */
  readonly wrong: string;
  /** How many faults there are. */
  readonly count: number;
  /** The recommended fix of each fault; empty where none can be repaired. */
  readonly fixes: readonly Fix[];
  /** Why they can't be repaired, as a sentence; null where they can. */
  readonly hopeless: string | null;
}

/** The kinds of faults by what becomes of them. */
interface RepairGroups {
  /** Those that are repaired without a loss. */
  readonly safe: readonly RepairGroup[];
  /** Those whose recommended fix loses something. */
  readonly losing: readonly RepairGroup[];
  readonly hopeless: readonly RepairGroup[];
}

/** The kind of a fix: its id without its place. */
const kindOf = (fix: Fix): string => fix.id.replace(/\/.*$/, "");

function groupOf(
  key: string,
  faults: readonly Fault[],
  fixes: readonly Fix[],
  catalogue: FindingCatalogue,
): RepairGroup {
  const findings = faults.flatMap((fault) => fault.findings);
  const [first] = findings;
  const what = first === undefined ? "" : (catalogue[first.code]?.what ?? first.message);
  const places = findings.length > 1 ? ` ${WORDS.plan.places(numberText(findings.length))}` : "";
  return {
    key,
    severity: worst(findings) ?? "info",
    wrong: findings.length === 1 ? (first?.message ?? what) : `${what}${places}`,
    count: faults.length,
    fixes,
    hopeless: faults[0]?.hopeless ?? null,
  };
}

/** The faults of a file, grouped by what is wrong and what the recommended fix does. A fix that belongs to no finding is left out. */
export function repairGroups(faults: readonly Fault[], catalogue: FindingCatalogue): RepairGroups {
  const kinds = new Map<string, { readonly faults: Fault[]; readonly fixes: Fix[] }>();
  for (const fault of faults) {
    const [finding] = fault.findings;
    if (finding === undefined) continue;
    const fix = fault.fixes.find(({ recommended }) => recommended);
    const what = fix === undefined ? "hopeless" : fix.loss === null ? "safe" : "losing";
    const key = `${what} ${fix === undefined ? "" : kindOf(fix)} ${finding.code}`;
    const kind = kinds.get(key) ?? { faults: [], fixes: [] };
    kinds.set(key, kind);
    kind.faults.push(fault);
    if (fix !== undefined) kind.fixes.push(fix);
  }
  const groups = [...kinds].map(([key, kind]) => groupOf(key, kind.faults, kind.fixes, catalogue));
  const of = (what: string) => groups.filter(({ key }) => key.startsWith(`${what} `));
  return { safe: of("safe"), losing: of("losing"), hopeless: of("hopeless") };
}
