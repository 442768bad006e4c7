import type { Finding, NodeId, Severity } from "../api/index.ts";

/** What a rule is worth when it is broken, and where it comes from. */
interface CatalogueEntry {
  readonly severity: Severity;
  /** Section of MS-VHDX; null where none states the rule. */
  readonly spec: string | null;
}

const rule = (severity: Severity, spec: string | null): CatalogueEntry => ({ severity, spec });

/** Everything that can be wrong with an image, or be worth a remark. Names are stable. */
export const CATALOGUE = {
  "not-vhdx": rule("fatal", "2.2.1"),
  "too-small": rule("fatal", "2.2"),

  "no-valid-header": rule("fatal", "2.2.2"),
  "header-sequence-tie": rule("fatal", "2.2.2"),
  "headers-identical": rule("info", "2.2.2"),
  "header-copy-damaged": rule("warning", "2.2.2"),
  "header-reserved": rule("info", "2.2.2"),
  "header-sequence-exhausted": rule("error", "2.2.2.1"),
  "unsupported-version": rule("fatal", "2.2.2"),

  "log-version": rule("fatal", "2.2.2"),
  "log-version-ignored": rule("warning", "2.2.2"),
  "log-geometry": rule("fatal", "2.2.2"),
  "log-none": rule("error", "2.2.2"),
  "log-needs-replay": rule("info", "2.3.3"),
  "log-no-valid-sequence": rule("fatal", "2.3.2"),
  "log-file-truncated": rule("fatal", "2.3.3"),
  "log-illegal-target": rule("fatal", "2.3.3"),
  "log-too-complex": rule("fatal", "2.3"),
  "log-torn-entries": rule("info", "2.3.2"),
  "log-stale-entries": rule("info", "2.3.2"),
  "log-entries-omitted": rule("info", null),
  "log-last-offset-unaligned": rule("warning", "2.3.1.1"),

  "no-valid-region-table": rule("fatal", "2.2.3"),
  "region-table-copy-damaged": rule("warning", "2.2.3"),
  "region-tables-differ": rule("warning", "2.2.3"),
  "region-table-reserved": rule("warning", "2.2.3.1"),
  "region-reserved": rule("warning", "2.2.3.2"),
  "region-unknown-required": rule("fatal", "2.2.3.2"),
  "region-unknown": rule("info", "2.2.3.2"),
  "region-duplicate": rule("fatal", "2.2.3.2"),
  "region-missing": rule("fatal", "2.2.3.2"),
  "region-misaligned": rule("fatal", "2.2.3.2"),
  "region-length": rule("warning", "2.2.3.2"),
  "region-overlap": rule("fatal", "2.1"),
  "region-beyond-file": rule("fatal", "2.2.3.2"),

  "metadata-table-invalid": rule("fatal", "2.6.1.1"),
  "metadata-reserved": rule("warning", "2.6.1"),
  "metadata-missing": rule("fatal", "2.6.2"),
  "metadata-duplicate": rule("fatal", "2.6.1.2"),
  "metadata-item-range": rule("fatal", "2.6.1.2"),
  "metadata-item-length": rule("fatal", "2.6.2"),
  "metadata-item-flags": rule("warning", "2.6.2"),
  "metadata-unknown-required": rule("fatal", "2.6.1.2"),
  "metadata-unknown": rule("info", "2.6.1.2"),
  "metadata-incomplete-file": rule("fatal", null),
  "block-size": rule("fatal", "2.6.2.1"),
  "virtual-size": rule("fatal", "2.6.2.2"),
  "virtual-size-unaligned": rule("error", "2.6.2.2"),
  "sector-size": rule("fatal", "2.6.2.4"),
  "physical-sector-size": rule("warning", "2.6.2.5"),
  "parent-locator-missing": rule("fatal", "2.6.2.6"),
  "parent-locator-unexpected": rule("warning", "2.6.2.6"),
  "parent-locator-invalid": rule("fatal", "2.6.2.6"),
  "parent-locator-entry": rule("warning", "2.6.2.6.2"),
  "parent-path-missing": rule("warning", "2.6.2.6.3"),
  "parent-not-found": rule("warning", "2.6.2.6.3"),

  "bat-too-small": rule("fatal", "2.5"),
  "bat-overlaps-structure": rule("error", "2.1"),
  "bat-offset-zero": rule("error", "2.5.1"),
  "bat-beyond-file": rule("error", "2.5.1"),
  "bat-reserved-bits": rule("error", "2.5.1"),
  "bat-reserved-state": rule("error", "2.5.1.1"),
  "bat-duplicate-offset": rule("error", "2.5.1"),
  "bat-overlap": rule("error", "2.5.1"),
  "bat-partial-without-parent": rule("error", "2.5.1.1"),
  "bat-bitmap-without-parent": rule("error", "2.5.1.2"),
  "bat-bitmap-reserved-state": rule("error", "2.5.1.2"),
  "bat-partial-without-bitmap": rule("error", "2.5.1.2"),
  "bat-last-block-short": rule("info", "2.4"),
  "bat-findings-omitted": rule("info", null),
} satisfies Record<string, CatalogueEntry>;

export type FindingCode = keyof typeof CATALOGUE;

/** Faults in what is said of the parent: what the file holds itself is as good as ever. */
export const LINKAGE_FAULTS: ReadonlySet<string> = new Set<FindingCode>([
  "parent-locator-missing",
  "parent-locator-invalid",
]);

export interface FindingPlace {
  readonly structure: string;
  readonly offset?: number | bigint;
  readonly node?: NodeId;
  readonly batIndex?: number;
  readonly other?: number;
  /** Where a case is worth more or less than the rule in general. */
  readonly severity?: Severity;
}

/** Makes a finding; severity and section come from the catalogue. */
export function finding(code: FindingCode, message: string, place: FindingPlace): Finding {
  const entry = CATALOGUE[code];
  return {
    code,
    severity: place.severity ?? entry.severity,
    structure: place.structure,
    offset: place.offset === undefined ? null : place.offset.toString(),
    message,
    spec: entry.spec,
    node: place.node ?? null,
    ...(place.batIndex === undefined ? {} : { batIndex: place.batIndex }),
    ...(place.other === undefined ? {} : { other: place.other }),
  };
}

/** Collects what a reader notices. */
export class FindingList {
  readonly items: Finding[] = [];

  add(code: FindingCode, message: string, place: FindingPlace): void {
    this.items.push(finding(code, message, place));
  }

  get hasFatal(): boolean {
    return this.items.some((each) => each.severity === "fatal");
  }
}

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

/** Worst first; otherwise in the order found. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => RANK[b.severity] - RANK[a.severity]);
}
