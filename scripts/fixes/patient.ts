import { runSteps } from "../../workers/bytes/steps.ts";
import { type SeenDisk, seenDisk } from "../../workers/testing/vhdx/seen-disk.ts";
import type { PlannedFault } from "../../workers/vhdx/repair/fix.ts";
import { planRepairs } from "../../workers/vhdx/repair/plan.ts";
import { RepairState } from "../../workers/vhdx/repair/state.ts";
import type { DamagedImage } from "./images.ts";

/** A damaged image with the one plan that all of its fixes are made by. */
export interface Patient extends DamagedImage {
  readonly state: RepairState;
  readonly faults: readonly PlannedFault[];
  /** The disk as it is with the damage; null where none can be read. */
  readonly before: SeenDisk | null;
}

/** Plans the repairs of an image, once for all of its fixes. */
export function admit(image: DamagedImage): Patient {
  const state = runSteps(RepairState.read(image.store));
  return { ...image, state, faults: runSteps(planRepairs(state)), before: seenDisk(image.store) };
}
