import type { Fault, Finding, Fix } from "../../api/index.ts";
import type { Steps } from "../../bytes/steps.ts";
import type { RepairState } from "./state.ts";
import type { RepairTarget } from "./target.ts";

/** A fix with what it does to a file that is in the state it was planned for. */
export interface PlannedFix extends Fix {
  /** Run of the file that shows it best, before and after: the structure that it mends. Bytes. */
  readonly place: { readonly offset: number; readonly length: number };
  /** BAT entries that the fix changes; left out where the fix changes other structures of the disk as well. */
  readonly entries?: readonly number[];
  /** Whether the fix leaves all other faults of its group as they are, those before it in the plan at least. */
  readonly alone?: boolean;
  readonly apply: (target: RepairTarget) => void;
}

/** What a fault of the BAT was planned from: nothing else in the file has a say in it. */
export interface Needs {
  /** BAT entries by index. */
  readonly entries: readonly number[];
  /** All entries of this chunk. */
  readonly chunk?: number;
  /** Runs of the file whose owner counts, in MiB. The end of the file counts where it lies in one of them. */
  readonly room: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Faults of one group can come by the thousand, and a fix of one of them changes little. So the plan states for each what it was
 * planned from, and only those are planned again for which that changed.
 */
export type Group =
  | {
      readonly name: "bat";
      readonly needs: Needs;
      /** Plans this fault again: null where there is no such fault any more. */
      readonly again: (state: RepairState) => PlannedFault | null;
    }
  | { readonly name: "metadata-duplicates" | "metadata-entries" };

export interface PlannedFault extends Fault {
  readonly fixes: readonly PlannedFix[];
  /** Left out where every change of the file asks for a new plan. */
  readonly group?: Group;
}

/** A fix as a planner names it: the first of a fault's fixes is the recommended one. */
export type Draft = Omit<PlannedFix, "recommended">;

/** A planner at work: it yields the faults, and null wherever it can be interrupted. */
export type Planning = Generator<PlannedFault | null, void, void>;

/** A search that a planner makes, which can be interrupted at each null. */
export type Search<T> = Generator<null, T, void>;

/** A computation that tells how far it is, as a part of one that does not. */
export function* quietly<T>(steps: Steps<T>): Search<T> {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    yield null;
  }
}

/** A fault that one of several fixes mends. @param drafts the recommended one first. */
export function fault(
  id: string,
  findings: readonly Finding[],
  drafts: readonly Draft[],
  group?: Group,
): PlannedFault {
  const fixes = drafts.map((draft, at) => ({ ...draft, recommended: at === 0 }));
  return { id, findings, fixes, hopeless: null, ...(group === undefined ? {} : { group }) };
}

/** A fault that nothing mends. @param hopeless why, as a sentence. */
export function hopelessFault(id: string, findings: readonly Finding[], hopeless: string): PlannedFault {
  return { id, findings, fixes: [], hopeless };
}

/** The fix of a fault that is made without asking: recommended, and nothing is lost by it. Null where it has none. */
export function safeFix({ fixes }: PlannedFault): PlannedFix | null {
  const first = fixes.find(({ recommended }) => recommended);
  return first?.loss === null ? first : null;
}
