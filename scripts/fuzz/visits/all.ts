import { CHAIN_VISITS } from "./chains.ts";
import { EDIT_VISITS } from "./edits.ts";
import { EXPORT_VISITS } from "./exports.ts";
import { FILE_VISITS } from "./files.ts";
import { REPAIR_VISITS } from "./repairs.ts";
import { REPORT_VISITS } from "./reports.ts";
import { SCREEN_VISITS } from "./screens.ts";
import { SEARCH_VISITS } from "./search.ts";
import { STRUCTURE_VISITS } from "./structure.ts";
import type { Visit } from "./visit.ts";

/** All visits. Add one for each new kind of request that a screen makes. */
export const VISITS: readonly Visit[] = [
  ...SCREEN_VISITS,
  ...STRUCTURE_VISITS,
  ...REPORT_VISITS,
  ...EXPORT_VISITS,
  ...SEARCH_VISITS,
  ...CHAIN_VISITS,
  ...EDIT_VISITS,
  ...FILE_VISITS,
  ...REPAIR_VISITS,
];
