import type { Fault, Finding, Repairs } from "../../../workers/api/index.ts";
import { pendingCount } from "../../state/edits.ts";
import { useStore } from "../../state/store.ts";
import { checkEdited, makeEdit, makeSafeRepairs } from "./edits.ts";
import { askOfImage } from "../engine/answers.ts";
import { reportTrouble } from "../engine/trouble.ts";

/**
 * What can be repaired in the Edited layer, or in the file where nothing was changed. Asked once for all views until the image changes.
 *
 * @throws VhdxError as the engine does; null where no image is open.
 */
export const presentRepairs = (): Promise<Repairs> | null =>
  askOfImage("repairs", null, ({ engine, id }) => engine.repairs.list(id));

const keyOf = ({ code, node, offset, batIndex, other, message }: Finding) =>
  JSON.stringify([code, node, offset, batIndex, other, message]);

/** The fault that a finding is a sign of, null where it is about another layer or only a remark. */
export function faultOf(repairs: Repairs, finding: Finding): Fault | null {
  const key = keyOf(finding);
  return repairs.faults.find(({ findings }) => findings.some((each) => keyOf(each) === key)) ?? null;
}

/** A check of what is staged belongs to each repair; a working disk has nothing staged. */
async function check(): Promise<void> {
  if (pendingCount(useStore.getState()) > 0) await checkEdited();
}

/** Stages a fix, shows the Edited layer and checks it; where it can't be made a notice says why. */
export async function stageFix(id: string): Promise<void> {
  try {
    await makeEdit({ kind: "fix", fix: id });
    await check();
  } catch (thrown) {
    reportTrouble("Not repaired", thrown);
  }
}

/** Stages every recommended fix that loses nothing, and checks the result. */
export async function repairSafely(): Promise<void> {
  const repairs = await presentRepairs();
  if (repairs === null) return;
  if (repairs.safe === 0) {
    useStore.getState().notify("info", "Nothing can be repaired without a choice.");
    return;
  }
  await makeSafeRepairs();
  await check();
}
