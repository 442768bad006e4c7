import { countText } from "../../../../workers/shared/text.ts";

/** All text of the fixes beside a finding. */
export const WORDS = {
  add: "Add fix",
  method: "Method",
  recommended: (fix: string) => `${fix} (recommended)`,
  nothingLost: "Nothing is lost.",
  lost: (what: string) => `What is lost: ${what}`,
  evidence: "How this is known",
  hopeless: (why: string) => `Can't be repaired: ${why}`,
  others: "Other repairs",
  result: "Result of the pending changes",
  pending: (changes: number) => `${countText(changes, "pending change")}. The file itself is unchanged.`,
  changes: "Pending changes",
  safeFixes: (fixes: number) => countText(fixes, "safe fix", "safe fixes"),
  repairSafe: "Repair all that is safe",
} as const;
