import type { FindingRule } from "../../api/index.ts";

/** One thing that can be wrong with an image, or be worth a remark. */
export interface Rule extends FindingRule {
  /** `what` as a clause for a person who has never heard of a BAT; null for what is no more than a remark. */
  readonly plain: string | null;
}

/** Keeps the names of a structure's rules as they are written. */
export const rules = <Code extends string>(
  entries: Readonly<Record<Code, Rule>>,
): Readonly<Record<Code, Rule>> => entries;

/** No Hyper-V was asked, and neither MS-VHDX nor Microsoft's open-source reader of the format tells. */
export const NOT_KNOWN = "Not known.";
export const MUST_REFUSE = "By MS-VHDX it must not attach the disk. Not tried.";
export const IGNORES = "By MS-VHDX it must not mind. Not tried.";

/* What qemu-img 7.2 does; each text begins with one of the two words, which a test holds to the tool. */
export const OPENS = "Opens it and says nothing.";
export const REFUSES = "Refuses to open it.";
export const REFUSES_CHILDREN = "Refuses to open it, as all differencing disks.";
