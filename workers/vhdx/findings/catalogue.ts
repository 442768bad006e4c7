import { BAT } from "./catalogue/bat.ts";
import { CHAIN } from "./catalogue/chain.ts";
import { HEADERS } from "./catalogue/headers.ts";
import { IDENTIFIER } from "./catalogue/identifier.ts";
import { LINKAGE } from "./catalogue/linkage.ts";
import { LOG } from "./catalogue/log.ts";
import { METADATA } from "./catalogue/metadata.ts";
import { REGIONS } from "./catalogue/regions.ts";

/** Everything that can be wrong with an image, or be worth a remark, in the file's order. Names are stable. */
export const CATALOGUE = {
  ...IDENTIFIER,
  ...HEADERS,
  ...LOG,
  ...REGIONS,
  ...METADATA,
  ...LINKAGE,
  ...CHAIN,
  ...BAT,
};

export type FindingCode = keyof typeof CATALOGUE;

/** Faults in what is said of the parent, or in the file taken for it: what the file holds itself is as good as ever. */
export const LINKAGE_FAULTS: ReadonlySet<string> = new Set<FindingCode>([
  "parent-linkage-mismatch",
  "parent-sector-size",
  "parent-is-child",
  "chain-cycle",
  "chain-too-deep",
  "parent-locator-missing",
  "parent-locator-invalid",
]);
