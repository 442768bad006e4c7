import type { Repairs } from "../../api/index.ts";
import { nextSafeFix, planRepairs } from "../../vhdx/repair/plan.ts";
import type { PlannedFault, PlannedFix } from "../../vhdx/repair/fix.ts";
import { RepairState } from "../../vhdx/repair/state.ts";
import type { OpenedImage } from "../image/opened-image.ts";

/**
 * What was read of an image already is not read again.
 *
 * @param whole whether what was not looked at as a whole is read now; else it is left out.
 */
function faultsOf(image: OpenedImage, whole: boolean): readonly PlannedFault[] {
  if (!image.identifier.isVhdx) return [];
  if (whole && !image.scanComplete) return planRepairs(new RepairState(image.store));
  const { best, headers, log: scan } = image;
  const check = best.batChecked ? best.bat : null;
  const known = { headers, scan, store: best.store, structures: best.structures, check };
  return planRepairs(new RepairState(image.store, known));
}

/** What can be mended in an image, as plain data. @param whole whether what was not looked at yet is read now. */
export function repairsOf(image: OpenedImage, whole: boolean): Repairs {
  const faults = faultsOf(image, whole);
  const plain = ({ id, title, evidence, loss, recommended }: PlannedFix) => ({
    id,
    title,
    evidence,
    loss,
    recommended,
  });
  return {
    faults: faults.map((each) => ({ ...each, fixes: each.fixes.map(plain) })),
    safe: faults.flatMap(({ fixes }) => fixes).filter(({ recommended, loss }) => recommended && loss === null)
      .length,
    complete: whole || image.scanComplete,
  };
}

/** The fix that goes next where only those are made that lose nothing; null where none is left. Looks at all of the file. */
export function nextSafeId(image: OpenedImage, made: ReadonlySet<string>): string | null {
  return nextSafeFix(faultsOf(image, true), made)?.id ?? null;
}
