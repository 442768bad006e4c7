import type { Finding } from "../../api/index.ts";
import type { FindingCode } from "../findings/index.ts";

/** Why a fault can't be mended from the file alone. */
const WHY: Readonly<Partial<Record<FindingCode, string>>> = {
  "not-vhdx": "Nothing in the file says that it ever was a VHDX.",
  "too-small": "All of the disk lay behind what is left of the file.",
  "unsupported-version":
    "No other version of the format is defined, so nobody can say what the rest of the file means.",
  "region-beyond-file":
    "What lay past the end is not in the file. All that is left can be read, and exported as a raw disk with zeros where nothing is left.",
  "region-length": "The region can't be made longer without lying over what follows it.",
  "bat-too-small": "There is no blank room behind the table for the entries that are missing.",
  "parent-locator-missing": "Nothing in the file says which disk was the parent. It can be named by hand.",
  "parent-locator-invalid": "What is left does not say which disk was the parent. It can be named by hand.",
  "parent-locator-type": "What is left does not say which disk was the parent. It can be named by hand.",
  "parent-linkage-missing": "What is left does not say which disk was the parent. It can be named by hand.",
  "parent-linkage-invalid": "What is left does not say which disk was the parent. It can be named by hand.",
  "parent-locator-entry":
    "The rest of the parent locator can be read; a text that is broken can't be guessed.",
  "parent-path-missing": "Where the parent lies is known to its owner alone. It can be picked by hand.",
  "parent-not-found": "The parent is another file: it has to be opened with this one.",
  "file-data-missing":
    "What lay past the end is not in the file. All that is left can be read, and exported as a raw disk with zeros where nothing is left.",
  "bat-findings-omitted": "More of them are shown once those listed are mended.",
};

/**
 * Why nothing mends the finding.
 *
 * @param waits whether a fault that stands before everything else can be mended first.
 */
export function whyHopeless({ code }: Finding, waits: boolean): string {
  const known = WHY[code as FindingCode];
  if (known !== undefined) return known;
  return waits
    ? "Other faults have to be mended first; then this one is looked at again."
    : "Nothing else in the file says what stood there.";
}
