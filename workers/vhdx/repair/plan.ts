import type { Finding } from "../../api/index.ts";
import type { Steps } from "../../bytes/steps.ts";
import { planBat } from "./bat/bat-fixes.ts";
import { hopelessFault, type PlannedFault, type Planning } from "./fix.ts";
import { planHeaders } from "./headers/header-fixes.ts";
import { planIdentifier } from "./headers/identifier-fix.ts";
import { whyHopeless } from "./hopeless.ts";
import { planLog } from "./log/log-fixes.ts";
import { planMetadata } from "./metadata/metadata-fixes.ts";
import { planRegions } from "./regions/region-fixes.ts";
import type { RepairState } from "./state.ts";
import { planTail } from "./tail-fixes.ts";

/** Planners in the order in which faults have to be repaired: each relies on the structures of the ones before it. */
const FAMILIES: readonly ((state: RepairState) => Planning)[] = [
  planIdentifier,
  planHeaders,
  planLog,
  planRegions,
  planMetadata,
  planBat,
  planTail,
];

/** These rely on a region table that says where metadata and BAT are. */
const IN_REGIONS: ReadonlySet<(state: RepairState) => Planning> = new Set([planMetadata, planBat, planTail]);

/** Findings of severity info need no repair. */
const isFault = ({ severity }: Finding) => severity !== "info";

/**
 * All faults of a file, with the fixes for each, or with the reason why there is none. Writes nothing. Takes as many steps as
 * there are faults and places to search.
 */
export function* planRepairs(state: RepairState): Steps<readonly PlannedFault[]> {
  const planned: PlannedFault[] = [];
  let done = 0;
  for (const family of FAMILIES) {
    if (IN_REGIONS.has(family) && state.structures.regions.active === null) continue;
    for (const each of family(state)) {
      if (each !== null) planned.push(each);
      done += 1;
      yield { done, total: null };
    }
  }
  const taken = new Set(planned.flatMap(({ findings }) => findings));
  const waits = planned.some(
    ({ fixes, findings }) => fixes.length > 0 && findings.some((each) => each.severity === "fatal"),
  );
  const left = state.findings.filter((each) => isFault(each) && !taken.has(each));
  return [
    ...planned,
    ...left.map((each, at) => hopelessFault(`left/${at}`, [each], whyHopeless(each, waits))),
  ];
}
