import type { Fault, Finding, Fix } from "../../api/index.ts";
import type { Steps } from "../../bytes/steps.ts";
import type { RepairState } from "./state.ts";
import type { RepairTarget } from "./target.ts";

/** A fix, and the function that makes it in a file that is still in the state it was planned for. */
export interface PlannedFix extends Fix {
  /** Run of the file, in bytes, that shows the fix best before and after: the structure that it repairs. */
  readonly place: { readonly offset: number; readonly length: number };
  /** BAT entries that the fix changes, by index; left out where the fix changes other structures as well. */
  readonly entries?: readonly number[];
  /** Whether the fix leaves the other faults of its group as they are, except for those before it in the plan. */
  readonly alone?: boolean;
  readonly apply: (target: RepairTarget) => void;
}

/** What a fault of the BAT was planned from. Nothing else in the file influences it. */
export interface Needs {
  /** BAT entries by index. */
  readonly entries: readonly number[];
  /** All entries of this chunk. */
  readonly chunk?: number;
  /** Runs of the file in MiB whose owners count. The end of the file counts where it lies in one of them. */
  readonly room: readonly { readonly start: number; readonly end: number }[];
}

/**
 * There can be thousands of faults of one group, and a fix of one of them changes little. So each of them states what it was
 * planned from, and only the faults are planned again for which that changed.
 */
export type Group =
  | {
      readonly name: "bat";
      readonly needs: Needs;
      /** Plans this fault again; null where the fault is gone. */
      readonly again: (state: RepairState) => PlannedFault | null;
    }
  | { readonly name: "metadata-duplicates" | "metadata-entries" };

export interface PlannedFault extends Fault {
  readonly fixes: readonly PlannedFix[];
  /** Left out where every change of the file makes a new plan necessary. */
  readonly group?: Group;
}

/** A fix as a planner makes it. The first fix of a fault is the recommended one. */
export type Draft = Omit<PlannedFix, "recommended">;

/** A running planner: it yields faults, and null wherever it can be interrupted. */
export type Planning = Generator<PlannedFault | null, void, void>;

/** A search by a planner. It can be interrupted at each null. */
export type Search<T> = Generator<null, T, void>;

/** Runs a computation with progress as a part of one without. */
export function* quietly<T>(steps: Steps<T>): Search<T> {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    yield null;
  }
}

/** A fault that any one of several fixes repairs. @param drafts the recommended one first. */
export function fault(
  id: string,
  findings: readonly Finding[],
  drafts: readonly Draft[],
  group?: Group,
): PlannedFault {
  const fixes = drafts.map((draft, at) => ({ ...draft, recommended: at === 0 }));
  return { id, findings, fixes, hopeless: null, ...(group === undefined ? {} : { group }) };
}

/** A fault that can't be repaired. @param hopeless why, as a sentence. */
export function hopelessFault(id: string, findings: readonly Finding[], hopeless: string): PlannedFault {
  return { id, findings, fixes: [], hopeless };
}

/** The safe fix of a fault: recommended, and it loses nothing. Null where there is none. */
export function safeFix({ fixes }: PlannedFault): PlannedFix | null {
  const first = fixes.find(({ recommended }) => recommended);
  return first?.loss === null ? first : null;
}
