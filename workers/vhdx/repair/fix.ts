import type { Fault, Finding, Fix } from "../../api/index.ts";
import type { RepairTarget } from "./target.ts";

/** A fix with what it does to a file that is in the state it was planned for. */
export interface PlannedFix extends Fix {
  /** Run of the file that shows it best, before and after: the structure that it mends. Bytes. */
  readonly place: { readonly offset: number; readonly length: number };
  readonly apply: (target: RepairTarget) => void;
}

export interface PlannedFault extends Fault {
  readonly fixes: readonly PlannedFix[];
}

/** A fix as a planner names it: the first of a fault's fixes is the recommended one. */
export type Draft = Omit<PlannedFix, "recommended">;

/** A fault that one of several fixes mends. @param drafts the recommended one first. */
export function fault(id: string, findings: readonly Finding[], drafts: readonly Draft[]): PlannedFault {
  const fixes = drafts.map((draft, at) => ({ ...draft, recommended: at === 0 }));
  return { id, findings, fixes, hopeless: null };
}

/** A fault that nothing mends. @param hopeless why, as a sentence. */
export function hopelessFault(id: string, findings: readonly Finding[], hopeless: string): PlannedFault {
  return { id, findings, fixes: [], hopeless };
}
