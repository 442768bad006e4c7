import type { FindingCode } from "../../../vhdx/findings/index.ts";
import { BAT_CASES } from "./bat.ts";
import { BITMAP_CASES } from "./bitmaps.ts";
import type { RuleCase } from "./case.ts";
import { CHAIN_CASES } from "./chain.ts";
import { FILE_CASES } from "./file.ts";
import { HEADER_CASES } from "./headers.ts";
import { IDENTIFIER_CASES } from "./identifier.ts";
import { LINKAGE_CASES } from "./linkage.ts";
import { LOG_CASES } from "./log.ts";
import { LOG_PLACE_CASES } from "./log-place.ts";
import { LOG_REMARK_CASES } from "./log-remarks.ts";
import { METADATA_CASES } from "./metadata.ts";
import { METADATA_VALUE_CASES } from "./metadata-values.ts";
import { REGION_CASES } from "./regions.ts";

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
};
