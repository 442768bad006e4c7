import type { Finding } from "../../api/index.ts";
import type { Steps } from "../../bytes/steps.ts";
import { planBat } from "./bat/bat-fixes.ts";
import { hopelessFault, type PlannedFault, type Planning } from "./fix.ts";
import { planHeaders } from "./headers/header-fixes.ts";
import { whyHopeless } from "./hopeless.ts";
import { planLog } from "./log/log-fixes.ts";
import { planMetadata } from "./metadata/metadata-fixes.ts";
import { planRegions } from "./regions/region-fixes.ts";
import type { RepairState } from "./state.ts";
import { planTail } from "./tail-fixes.ts";

/** Families in the order in which they have to be mended: each reads what the ones before it say. */
const FAMILIES: readonly ((state: RepairState) => Planning)[] = [
  planHeaders,
  planLog,
  planRegions,
  planMetadata,
  planBat,
  planTail,
];

/** Only what is worth mending; what the replay takes care of is no fault of its own. */
const isFault = ({ severity }: Finding) => severity !== "info";

/**
 * Everything that is wrong with a file, with all ways to mend it, and with the reason where there is none. Nothing is written. As
 * many steps as there are faults and places that were searched.
 */
export function* planRepairs(state: RepairState): Steps<readonly PlannedFault[]> {
  const planned: PlannedFault[] = [];
  let done = 0;
  for (const family of FAMILIES) {
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
