export { CATALOGUE, type FindingCode, LINKAGE_FAULTS } from "./catalogue.ts";
export { finding, FindingList, type FindingPlace } from "./finding.ts";
export { bySeverity, worse, worst } from "./severity.ts";
