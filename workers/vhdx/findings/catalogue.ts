import type { FindingCatalogue, FindingRule } from "../../api/index.ts";
import { BAT } from "./catalogue/bat-rules.ts";
import { BITMAPS } from "./catalogue/bitmap-rules.ts";
import { CHAIN } from "./catalogue/chain-rules.ts";
import { FILE } from "./catalogue/file-rules.ts";
import { HEADERS } from "./catalogue/header-rules.ts";
import { IDENTIFIER } from "./catalogue/identifier-rules.ts";
import { LINKAGE } from "./catalogue/linkage-rules.ts";
import { LOG_PLACE } from "./catalogue/log-place-rules.ts";
import { LOG_REMARKS } from "./catalogue/log-remark-rules.ts";
import { LOG_REFUSALS } from "./catalogue/log-rules.ts";
import { METADATA_TABLE } from "./catalogue/metadata-rules.ts";
import { METADATA_VALUES } from "./catalogue/metadata-value-rules.ts";
import { REGIONS } from "./catalogue/region-rules.ts";
import type { Rule } from "./rule.ts";

/** The rules by what they are about, in the file's order. */
export const STRUCTURES = {
  "File type identifier": IDENTIFIER,
  Headers: HEADERS,
  "Place of the log": LOG_PLACE,
  Log: LOG_REFUSALS,
  "Log, remarks": LOG_REMARKS,
  "Region tables": REGIONS,
  "Metadata table": METADATA_TABLE,
  "Metadata values": METADATA_VALUES,
  "Parent locator": LINKAGE,
  Chain: CHAIN,
  "Block allocation table": BAT,
  "Sector bitmaps": BITMAPS,
  File: FILE,
} as const;

/** Everything that can be wrong with an image, or be worth a remark, in the file's order. Names are stable. */
export const CATALOGUE = {
  ...IDENTIFIER,
  ...HEADERS,
  ...LOG_PLACE,
  ...LOG_REFUSALS,
  ...LOG_REMARKS,
  ...REGIONS,
  ...METADATA_TABLE,
  ...METADATA_VALUES,
  ...LINKAGE,
  ...CHAIN,
  ...BAT,
  ...BITMAPS,
  ...FILE,
};

export type FindingCode = keyof typeof CATALOGUE;

/** Without the verdict's words, which are there already. */
const told = ({ severity, spec, what, means, hyperV, qemu, fix }: Rule): FindingRule => ({
  severity,
  spec,
  what,
  means,
  hyperV,
  qemu,
  fix,
});

/** What the page and the report say of each kind of finding. */
export function findingCatalogue(codes: Iterable<string> = Object.keys(CATALOGUE)): FindingCatalogue {
  const wanted = new Set(codes);
  return Object.fromEntries(
    Object.entries<Rule>(CATALOGUE)
      .filter(([code]) => wanted.has(code))
      .map(([code, rule]) => [code, told(rule)]),
  );
}

/** Faults of the log, which leave the rest of the file as it was. */
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
  "log-zeros-beyond-file",
  "log-too-complex",
]);

/** Faults in what is said of the parent, or in the file taken for it: what the file holds itself is as good as ever. */
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
