import type { Finding } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import type { Store } from "../../store/store.ts";
import { applyLog } from "../write/apply-log.ts";
import type { GuidSource } from "../write/header-writer.ts";
import { planBat } from "./bat/bat-fixes.ts";
import { hopelessFault, type PlannedFault, type PlannedFix } from "./fix.ts";
import { planHeaders } from "./headers/header-fixes.ts";
import { whyHopeless } from "./hopeless.ts";
import { planLog } from "./log/log-fixes.ts";
import { planMetadata } from "./metadata/metadata-fixes.ts";
import { planRegions } from "./regions/region-fixes.ts";
import { RepairState } from "./state.ts";
import { planTail } from "./tail-fixes.ts";
import { RepairTarget } from "./target.ts";

/** Families in the order in which they have to be mended: each reads what the ones before it say. */
const FAMILIES: readonly ((state: RepairState) => Iterable<PlannedFault>)[] = [
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
 * Everything that is wrong with a file, with all ways to mend it, and with the reason where there is none. Nothing is written.
 */
export function planRepairs(state: RepairState): readonly PlannedFault[] {
  const planned = FAMILIES.flatMap((plan) => [...plan(state)]);
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

const fixesOf = (state: RepairState) => planRepairs(state).flatMap(({ fixes }) => fixes);

/** These mend what a replay needs; all others start from the file with its log applied. */
const precedesReplay = (id: string) => id.startsWith("header") || id.startsWith("log");

/**
 * Makes a fix that `planRepairs` offers for this file. A log that asks for a replay is applied first where the fix is about what
 * lies behind it.
 *
 * @returns the fix that was made.
 * @throws VhdxError `not-available` where it is not, or no longer, offered; whatever the store throws.
 */
export function applyFix(store: Store, id: string, newGuid: GuidSource): PlannedFix {
  let state = new RepairState(store);
  if (state.canReplay && !precedesReplay(id)) {
    applyLog(store, newGuid);
    state = new RepairState(store);
  }
  const fix = fixesOf(state).find((each) => each.id === id);
  if (fix === undefined)
    throw new VhdxError("not-available", "There is nothing left that this fix could mend.");
  fix.apply(new RepairTarget(store, newGuid));
  return fix;
}

/** The fix that goes next where only those are made that lose nothing; null where none is left. @param made ids not to be made again. */
export function nextSafeFix(faults: readonly PlannedFault[], made: ReadonlySet<string>): PlannedFix | null {
  const safe = faults.flatMap(({ fixes }) => fixes.filter((each) => each.recommended && each.loss === null));
  return safe.find(({ id }) => !made.has(id)) ?? null;
}
