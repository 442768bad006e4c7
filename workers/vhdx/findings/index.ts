export {
  CATALOGUE,
  findingCatalogue,
  type FindingCode,
  LINKAGE_FAULTS,
  LOG_FAULTS,
  START_FAULTS,
  STRUCTURES,
} from "./catalogue.ts";
export { finding, FindingList, type FindingPlace } from "./finding.ts";
export { traceText } from "./known-writers.ts";
export { FindingIndex } from "./finding-index.ts";
export { bySeverity, worse, worst } from "../../shared/severity.ts";
