import { runSteps } from "../../bytes/steps.ts";
import type { Store } from "../../store/store.ts";
import { type PlannedFault, safeFix } from "../../vhdx/repair/fix.ts";
import { planRepairs } from "../../vhdx/repair/plan.ts";
import { RepairPlan } from "../../vhdx/repair/repair-plan.ts";
import { RepairState } from "../../vhdx/repair/state.ts";
import { RepairTarget } from "../../vhdx/repair/target.ts";
import { applyLog } from "../../vhdx/write/apply-log.ts";
import type { GuidSource } from "../../vhdx/write/header-writer.ts";

/** Gives numbered GUIDs, the same ones each time. */
export function countedGuids(): GuidSource {
  let drawn = 0;
  return () => `99999999-9999-4999-8999-${String(drawn++).padStart(12, "0")}`;
}

/** All faults of a file, planned at once. @param kept as for `RepairState.read`. */
export const planOf = (store: Store, kept?: number): readonly PlannedFault[] =>
  runSteps(planRepairs(runSteps(RepairState.read(store, kept))));

/**
 * The reference: makes each safe fix after a new plan of the whole file.
 *
 * @param kept findings about BAT entries that each plan keeps for each code.
 * @returns the ids of the fixes, in the order in which they were made.
 */
export function repairOneByOne(store: Store, newGuid: GuidSource, kept = 1 << 15): readonly string[] {
  const made: string[] = [];
  const plan = () => {
    const state = runSteps(RepairState.read(store, kept));
    return { state, faults: runSteps(planRepairs(state)) };
  };
  for (;;) {
    let { state, faults } = plan();
    const next = faults.flatMap((fault) => safeFix(fault) ?? []).find(({ id }) => !made.includes(id));
    if (next === undefined) return made;
    const precedesReplay = next.id.startsWith("header") || next.id.startsWith("log");
    if (!precedesReplay && state.canReplay) {
      applyLog(store, newGuid);
      ({ state, faults } = plan());
    }
    const fix = faults.flatMap(({ fixes }) => fixes).find(({ id }) => id === next.id);
    fix?.apply(new RepairTarget(store, newGuid, state));
    made.push(next.id);
  }
}

/** Compared with the reference: makes all safe fixes with one plan. */
export function repairByPlan(
  store: Store,
  newGuid: GuidSource,
): { readonly made: readonly string[]; readonly faultsPlanned: number } {
  const plan = new RepairPlan(store);
  const made = new Set<string>();
  for (;;) {
    const fix = runSteps(plan.nextSafe(made));
    if (fix === null) return { made: [...made], faultsPlanned: plan.faultsPlanned };
    runSteps(plan.apply(fix.id, newGuid));
    made.add(fix.id);
  }
}
