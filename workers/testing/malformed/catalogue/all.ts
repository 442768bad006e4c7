import type { FindingCode } from "../../../vhdx/findings/index.ts";
import { BAT_CASES } from "./bat-cases.ts";
import { BITMAP_CASES } from "./bitmap-cases.ts";
import type { RuleCase } from "./case.ts";
import { CHAIN_CASES } from "./chain-cases.ts";
import { FILE_CASES } from "./file-cases.ts";
import { HEADER_CASES } from "./header-cases.ts";
import { IDENTIFIER_CASES } from "./identifier-cases.ts";
import { INSIDE_CASES } from "./inside-cases.ts";
import { LINKAGE_CASES } from "./linkage-cases.ts";
import { LOG_CASES } from "./log-cases.ts";
import { LOG_PLACE_CASES } from "./log-place-cases.ts";
import { LOG_REMARK_CASES } from "./log-remark-cases.ts";
import { METADATA_CASES } from "./metadata-cases.ts";
import { METADATA_VALUE_CASES } from "./metadata-value-cases.ts";
import { REGION_CASES } from "./region-cases.ts";

/** A case for each rule; the type refuses a rule without one. */
export const RULE_CASES: Readonly<Record<FindingCode, RuleCase>> = {
  ...IDENTIFIER_CASES,
  ...HEADER_CASES,
  ...LOG_PLACE_CASES,
  ...LOG_CASES,
  ...LOG_REMARK_CASES,
  ...REGION_CASES,
  ...METADATA_CASES,
  ...METADATA_VALUE_CASES,
  ...LINKAGE_CASES,
  ...CHAIN_CASES,
  ...BAT_CASES,
  ...BITMAP_CASES,
  ...FILE_CASES,
  ...INSIDE_CASES,
};
