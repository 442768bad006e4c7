import type { Finding } from "../../api/index.ts";
import type { FindingCode } from "../findings/index.ts";

/** Why a fault can't be repaired from the file alone, by the code of its finding. */
const WHY: Readonly<Partial<Record<FindingCode, string>>> = {
  "not-vhdx": "Nothing in the file says that it ever was a VHDX.",
  "too-small": "All of the disk's data lay past the present end of the file.",
  "unsupported-version":
    "No other version of VHDX is defined, so the meaning of the rest of the file is unknown.",
  "region-beyond-file":
    "What lay past the end is not in the file. All that is left can be read, and exported as a raw disk with zeros where nothing is left.",
  "region-length": "The region can't be made longer without overlapping what follows it.",
  "bat-too-small": "There is no free space after the table for the missing entries.",
  "bat-shifted":
    "Other blocks lie where some of the moved entries point to, so more is wrong with the table than the move.",
  "parent-locator-missing":
    "Nothing in the file says which disk was the parent. You can choose the parent yourself.",
  "parent-locator-invalid":
    "What is left of the file does not say which disk was the parent. You can choose the parent yourself.",
  "parent-locator-type":
    "What is left of the file does not say which disk was the parent. You can choose the parent yourself.",
  "parent-linkage-missing":
    "What is left of the file does not say which disk was the parent. You can choose the parent yourself.",
  "parent-linkage-invalid":
    "What is left of the file does not say which disk was the parent. You can choose the parent yourself.",
  "parent-locator-entry": "The rest of the parent locator can be read; a damaged text can't be guessed.",
  "parent-path-missing":
    "Only the owner of the parent knows where it is. You can choose the parent yourself.",
  "parent-not-found": "The parent is another file: open it together with this one.",
  "file-data-missing":
    "What lay past the end is not in the file. All that is left can be read, and exported as a raw disk with zeros where nothing is left.",
  "bat-findings-omitted": "More of them are shown once those listed are repaired.",
};

/**
 * Why the finding can't be repaired, as a sentence.
 *
 * @param waits whether a fault that hides others can be repaired first.
 */
export function whyHopeless({ code }: Finding, waits: boolean): string {
  const known = WHY[code as FindingCode];
  if (known !== undefined) return known;
  return waits
    ? "Other faults have to be repaired first; then this one is checked again."
    : "Nothing else in the file shows what was stored there.";
}
