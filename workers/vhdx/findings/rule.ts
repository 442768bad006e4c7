import type { FindingRule } from "../../api/index.ts";

/** One kind of finding: something wrong with an image, or worth knowing about it. */
export interface Rule extends FindingRule {
  /** `what` as a clause for a person who does not know the format; null where the severity is `info`. */
  readonly plain: string | null;
}

/** Types a structure's rules, and keeps their codes as literal types. */
export const rules = <Code extends string>(
  entries: Readonly<Record<Code, Rule>>,
): Readonly<Record<Code, Rule>> => entries;

/* What Hyper-V does. The texts come from MS-VHDX and Microsoft's open-source reader: nothing was tested on Hyper-V. */
export const NOT_KNOWN = "Not known.";
export const MUST_REFUSE = "Should refuse to attach the disk (by the specification; not tested on Hyper-V).";
export const IGNORES = "Should ignore it (by the specification; not tested on Hyper-V).";

/* What qemu-img 7.2 does. Each text begins with "Opens" or "Refuses", and a test checks that word with the tool. */
export const OPENS = "Opens it and says nothing.";
export const REFUSES = "Refuses to open it.";
export const REFUSES_CHILDREN = "Refuses to open it, as all differencing disks.";
