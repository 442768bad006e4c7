import type { FindingCatalogue, FindingRule } from "../../api/index.ts";
import { BAT } from "./catalogue/bat-rules.ts";
import { BITMAPS } from "./catalogue/bitmap-rules.ts";
import { CHAIN } from "./catalogue/chain-rules.ts";
import { FILE } from "./catalogue/file-rules.ts";
import { HEADERS } from "./catalogue/header-rules.ts";
import { IDENTIFIER } from "./catalogue/identifier-rules.ts";
import { INSIDE } from "./catalogue/inside-rules.ts";
import { LINKAGE } from "./catalogue/linkage-rules.ts";
import { LOG_PLACE } from "./catalogue/log-place-rules.ts";
import { LOG_ENTRIES } from "./catalogue/log-entry-rules.ts";
import { LOG_REFUSALS } from "./catalogue/log-rules.ts";
import { METADATA_TABLE } from "./catalogue/metadata-rules.ts";
import { METADATA_VALUES } from "./catalogue/metadata-value-rules.ts";
import { REGIONS } from "./catalogue/region-rules.ts";
import type { Rule } from "./rule.ts";

/** The rules by the structure that they are about, in the order of the structures in the file. */
export const STRUCTURES = {
  "File type identifier": IDENTIFIER,
  Headers: HEADERS,
  "Place of the log": LOG_PLACE,
  Log: LOG_REFUSALS,
  "Log entries": LOG_ENTRIES,
  "Region tables": REGIONS,
  "Metadata table": METADATA_TABLE,
  "Metadata values": METADATA_VALUES,
  "Parent locator": LINKAGE,
  Chain: CHAIN,
  "Block allocation table": BAT,
  "Sector bitmaps": BITMAPS,
  File: FILE,
  "Inside the virtual disk": INSIDE,
} as const;

/** All rules by their codes, in the order of the structures in the file. Codes never change. */
export const CATALOGUE = {
  ...IDENTIFIER,
  ...HEADERS,
  ...LOG_PLACE,
  ...LOG_REFUSALS,
  ...LOG_ENTRIES,
  ...REGIONS,
  ...METADATA_TABLE,
  ...METADATA_VALUES,
  ...LINKAGE,
  ...CHAIN,
  ...BAT,
  ...BITMAPS,
  ...FILE,
  ...INSIDE,
};

export type FindingCode = keyof typeof CATALOGUE;

/** A rule without its clause for the verdict. */
const publicRule = ({ severity, spec, what, means, hyperV, qemu, fix }: Rule): FindingRule => ({
  severity,
  spec,
  what,
  means,
  hyperV,
  qemu,
  fix,
});

/** The rules that the page and the report show. @param codes all by default */
export function findingCatalogue(codes: Iterable<string> = Object.keys(CATALOGUE)): FindingCatalogue {
  const wanted = new Set(codes);
  return Object.fromEntries(
    Object.entries<Rule>(CATALOGUE)
      .filter(([code]) => wanted.has(code))
      .map(([code, rule]) => [code, publicRule(rule)]),
  );
}

/** Findings about the log alone, which do not affect the rest of the file. */
export const LOG_FAULTS: ReadonlySet<string> = new Set<FindingCode>([
  "log-version",
  "log-geometry",
  "log-in-header",
  "log-too-far",
  "log-too-long",
  "log-beyond-file",
  "log-none",
  "log-missing",
  "log-no-valid-sequence",
  "log-file-truncated",
  "log-illegal-target",
  "log-target-in-log",
  "log-target-too-far",
  "log-too-complex",
]);

/** Findings about the parent locator, or about the file linked as the parent: the disk's own data can still be read. */
export const LINKAGE_FAULTS: ReadonlySet<string> = new Set<FindingCode>([
  "parent-linkage-mismatch",
  "parent-sector-size",
  "parent-is-child",
  "chain-cycle",
  "chain-too-deep",
  "parent-locator-missing",
  "parent-locator-invalid",
  "parent-locator-type",
  "parent-linkage-missing",
  "parent-linkage-invalid",
]);

/** Findings about the start of the file. The disk can be read in spite of them where metadata and BAT are found. */
export const START_FAULTS: ReadonlySet<string> = new Set<FindingCode>([
  "identifier-damaged",
  "no-valid-header",
  "no-valid-region-table",
]);
