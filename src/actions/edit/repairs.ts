import type { Fault, Finding, FindingId, MadeRepairs, Repairs } from "../../../workers/api/index.ts";
import { pendingCount } from "../../state/edits.ts";
import { useStore } from "../../state/store.ts";
import { checkEdited, makeEdit, makeRepairs } from "./edits.ts";
import { askOfImage } from "../engine/answers.ts";
import { runJob } from "../engine/run-job.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { WORDS } from "./words.ts";

/**
 * What can be repaired in the Edited layer, or in the file where nothing was changed. All views share one request until the
 * image changes.
 *
 * @returns null where no image is open, or a promise of null where the user cancelled.
 * @throws VhdxError as the engine does.
 */
export const presentRepairs = (): Promise<Repairs | null> | null =>
  askOfImage("repairs", null, ({ engine, id }) =>
    runJob(WORDS.lookingForRepairs, (job) => engine.repairs.list(id, job), {
      cancelled: WORDS.repairsUnknown,
    }),
  );

/** The fault behind each finding. A finding of another layer, or one that is only info, has none. */
export function faultsByFinding({ faults }: Repairs): ReadonlyMap<FindingId, Fault> {
  const byFinding = new Map<FindingId, Fault>();
  for (const fault of faults) {
    for (const { id } of fault.findings) if (!byFinding.has(id)) byFinding.set(id, fault);
  }
  return byFinding;
}

/** The faults behind several findings, each once. */
export function faultsOf(
  findings: readonly Pick<Finding, "id">[],
  byFinding: ReadonlyMap<FindingId, Fault> | null,
): readonly Fault[] {
  return [...new Set(findings.flatMap(({ id }) => byFinding?.get(id) ?? []))];
}

/** Checks the edited disk after a repair. A working disk is changed in place, so it has no pending changes to check. */
async function check(): Promise<void> {
  if (pendingCount(useStore.getState()) > 0) await checkEdited();
}

/** Adds a fix to the pending changes, shows the Edited layer and checks it; where the fix can't be made, a notice says why. */
export async function addFix(id: string): Promise<void> {
  try {
    await makeEdit({ kind: "fix", fix: id });
    await check();
  } catch (thrown) {
    reportTrouble(WORDS.notRepaired, thrown);
  }
}

/**
 * Makes every recommended fix that loses nothing, and the fixes that the user agreed to, and checks the result.
 *
 * @param agreed ids of fixes that lose something.
 * @returns how many fixes were made, and why the rest was not; null where no image is open.
 * @throws VhdxError where nothing may be changed now, and as the engine does.
 */
export async function repair(agreed: readonly string[]): Promise<MadeRepairs | null> {
  const result = await makeRepairs(agreed);
  if (result !== null && result.made > 0) await check();
  return result;
}

/** Makes every recommended fix that loses nothing, and checks the result. */
export async function repairSafely(): Promise<void> {
  const repairs = await presentRepairs();
  if (repairs === null) return;
  if (repairs.safe === 0) {
    useStore.getState().notify("info", WORDS.nothingSafe);
    return;
  }
  const result = await repair([]);
  if (result !== null && result.stopped !== null) {
    const { made, stopped } = result;
    const text = WORDS.repairsStopped(stopped, made, result.summary.inPlace);
    useStore.getState().notify(made === 0 ? "error" : "info", text);
  }
}
