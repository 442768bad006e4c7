import type { Fault, Repairs } from "../../api/index.ts";
import type { Steps } from "../../bytes/steps.ts";
import { type PlannedFault, type PlannedFix, safeFix } from "../../vhdx/repair/fix.ts";
import { planRepairs } from "../../vhdx/repair/plan.ts";
import { RepairState } from "../../vhdx/repair/state.ts";
import type { OpenedImage } from "../image/opened-image.ts";

/** The repairs of an image, as a plan and as plain data. */
export interface ListedRepairs {
  /** Null for a file that is no VHDX. */
  readonly state: RepairState | null;
  readonly faults: readonly PlannedFault[];
  readonly repairs: Repairs;
}

/** The state for planning. Structures that the image has read are not read again. */
function* stateOf(image: OpenedImage, whole: boolean): Steps<RepairState> {
  if (whole && !image.scanComplete) return yield* RepairState.read(image.store);
  const { best, identifier, headers, log: scan } = image;
  const check = best.batChecked ? best.bat : null;
  return new RepairState(image.store, {
    identifier,
    headers,
    scan,
    store: best.store,
    structures: best.structures,
    check,
  });
}

const plainFix = ({ id, title, evidence, loss, recommended }: PlannedFix) => ({
  id,
  title,
  evidence,
  loss,
  recommended,
});

const plainFault = ({ id, findings, fixes, hopeless }: PlannedFault): Fault => ({
  id,
  findings,
  fixes: fixes.map(plainFix),
  hopeless,
});

/**
 * What can be repaired in an image, in as many steps as it has faults and places to search.
 *
 * @param whole whether to read structures that were not checked as a whole yet; else their faults are left out.
 */
export function* listRepairs(image: OpenedImage, whole: boolean): Steps<ListedRepairs> {
  const state = image.identifier.isVhdx ? yield* stateOf(image, whole) : null;
  const faults = state === null ? [] : yield* planRepairs(state);
  const safe = faults.filter((each) => safeFix(each) !== null).length;
  const repairs = { faults: faults.map(plainFault), safe, complete: whole || image.scanComplete };
  return { state, faults, repairs };
}
