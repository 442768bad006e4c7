import { VhdxError } from "../../shared/error.ts";
import { runSteps, type Steps } from "../../bytes/steps.ts";
import type { Store } from "../../store/store.ts";
import { applyLog } from "../write/apply-log.ts";
import type { GuidSource } from "../write/header-writer.ts";
import type { MibRun } from "./bat/claims.ts";
import { type Group, type PlannedFault, type PlannedFix, safeFix } from "./fix.ts";
import { NeedsIndex } from "./needs-index.ts";
import { planRepairs } from "./plan.ts";
import { RepairState } from "./state.ts";
import { RepairTarget } from "./target.ts";

/** Findings about BAT entries that a plan keeps for each code; those behind them are planned once these are mended. */
const KEPT_FOR_REPAIR = 32 * 1024;

/** These mend what a replay needs; all others start from the file with its log applied. */
const precedesReplay = (id: string) => id.startsWith("header") || id.startsWith("log");

/** What is known of a file between two fixes. */
interface Planned {
  /** Whether the state goes along with what is written. */
  readonly live: boolean;
  readonly state: RepairState;
  /** In the order of the plan; null where a fault is no more. */
  readonly faults: (PlannedFault | null)[];
  readonly needs: NeedsIndex;
  /** Where in the list the fix with an id is. */
  readonly byId: Map<string, number>;
  /** The group of the fixes that were made since; null where none was. What is in no group, or in another, may be out of date. */
  group: Group["name"] | null;
  /** Where the last of them was in the list. */
  made: number;
  /** No fault before this one has a safe fix. */
  next: number;
  /** How many faults of the list have a safe fix. */
  safe: number;
}

/**
 * One plan for many fixes of one file. A fix that changes little leaves the plan as it is, but for the faults that it touches; after
 * all others the file is read and planned anew. So the work grows with the faults, and not with their square.
 *
 * What comes of it is what planning the whole file after each fix comes to. Nobody else may write to the file meanwhile; who does
 * has to call `forget`.
 */
export class RepairPlan {
  readonly #store: Store;
  #planned: Planned | null = null;
  #faultsPlanned = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** How many faults were planned so far, those again that were planned again. */
  get faultsPlanned(): number {
    return this.#faultsPlanned;
  }

  /** What was planned is out of date. */
  forget(): void {
    this.#planned = null;
  }

  /** Reads and plans the whole file where that was not done, or is out of date. */
  *prepare(): Steps<Planned> {
    if (this.#planned !== null) return this.#planned;
    const state = yield* RepairState.read(this.#store, KEPT_FOR_REPAIR);
    return this.#take(state, yield* planRepairs(state), true);
  }

  /**
   * Takes what was planned for the file as it is: the next fix needs no plan of its own.
   *
   * @param state of another store with the same bytes.
   */
  adopt(state: RepairState, faults: readonly PlannedFault[]): void {
    this.#planned ??= this.#take(state, faults, false);
  }

  #take(state: RepairState, faults: readonly PlannedFault[], live: boolean): Planned {
    const needs = new NeedsIndex((state.structures.geometry?.blockSize ?? 0) || 1);
    const byId = new Map<string, number>();
    const planned = {
      state,
      faults: [...faults],
      live,
      needs,
      byId,
      group: null,
      made: -1,
      next: 0,
      safe: 0,
    };
    for (const [at, fault] of faults.entries()) this.#enter(planned, at, fault);
    this.#planned = planned;
    return planned;
  }

  #enter(planned: Planned, at: number, fault: PlannedFault): void {
    const { needs, byId } = planned;
    if (planned.live) this.#faultsPlanned += 1;
    if (safeFix(fault) !== null) planned.safe += 1;
    if (fault.group?.name === "bat") needs.add(at, fault.group.needs);
    for (const { id } of fault.fixes) if (!byId.has(id)) byId.set(id, at);
  }

  /** How many safe fixes are left, as far as is known; null where the file has to be planned anew to tell. */
  get safeLeft(): number | null {
    return this.#planned?.safe ?? null;
  }

  /**
   * The fix that goes next where only those are made that lose nothing; null where none is left.
   *
   * @param made ids not to be made again.
   */
  *nextSafe(made: ReadonlySet<string>): Steps<PlannedFix | null> {
    for (;;) {
      const planned = yield* this.prepare();
      const fix = nextOf(planned, made);
      // A plan that is as new has told of all.
      if (fix !== null || planned.group === null) return fix;
      this.forget();
    }
  }

  /**
   * Makes a fix that is offered for the file. A log that asks for a replay is applied first where the fix is about what lies behind
   * it.
   *
   * @returns the fix that was made.
   * @throws VhdxError `not-available` where it is not, or no longer, offered; whatever the store throws.
   */
  *apply(id: string, newGuid: GuidSource): Steps<PlannedFix> {
    const before = yield* this.prepare();
    if (before.state.canReplay && !precedesReplay(id)) {
      this.forget();
      applyLog(this.#store, newGuid);
    }
    const planned = yield* this.#current(id);
    const at = planned.byId.get(id) ?? -1;
    const fault = planned.faults[at] ?? null;
    const fix = fault?.fixes.find((each) => each.id === id);
    if (fault === null || fix === undefined)
      throw new VhdxError("not-available", "There is nothing left that this fix could mend.");
    // What a fix leaves behind that fails half way is in no plan.
    this.#planned = null;
    const claims = fix.entries === undefined ? null : planned.state.claims;
    const runs = new Map((fix.entries ?? []).map((index) => [index, claims?.runOf(index) ?? null]));
    const size = this.#store.size;
    fix.apply(new RepairTarget(this.#store, newGuid));
    if (this.#stays(planned, at, fault, fix, runs, size)) this.#planned = planned;
    return fix;
  }

  /** A plan that is right about the fix. */
  *#current(id: string): Steps<Planned> {
    const planned = yield* this.prepare();
    const at = planned.byId.get(id) ?? -1;
    const group = planned.faults[at]?.group?.name;
    // What comes before the last one in the plan may count on what that one changed.
    const holds = group === planned.group && (group === "bat" || at > planned.made);
    if (planned.group === null || holds) return planned;
    this.forget();
    return yield* this.prepare();
  }

  /** Whether the plan is right after a fix, once the faults that the fix touched were planned again. */
  #stays(
    planned: Planned,
    at: number,
    { group }: PlannedFault,
    fix: PlannedFix,
    runs: ReadonlyMap<number, MibRun | null>,
    size: number,
  ): boolean {
    if (!planned.live || group === undefined || (fix.entries === undefined && fix.alone !== true))
      return false;
    planned.group = group.name;
    planned.made = at;
    this.#leave(planned, at);
    return group.name !== "bat" || this.#entriesChanged(planned, runs, size);
  }

  #entriesChanged(planned: Planned, runs: ReadonlyMap<number, MibRun | null>, size: number): boolean {
    const { claims } = planned.state;
    const changed = new Set(runs.keys());
    const room: MibRun[] = [];
    if (claims !== null) {
      if (this.#store.size !== size) {
        if (!claims.grew(this.#store.size, changed)) return false;
        room.push(RepairTarget.grown(size, this.#store.size));
      }
      for (const [index, before] of runs) {
        if (before === null || !claims.moved(index, before)) return false;
        room.push(before, claims.runOf(index));
      }
    }
    for (const at of planned.needs.touched(changed, room, planned.state)) this.#again(planned, at);
    return true;
  }

  #leave(planned: Planned, at: number): void {
    const { faults, byId } = planned;
    const fault = faults[at] ?? null;
    if (fault === null) return;
    faults[at] = null;
    if (safeFix(fault) !== null) planned.safe -= 1;
    for (const { id } of fault.fixes) if (byId.get(id) === at) byId.delete(id);
  }

  #again(planned: Planned, at: number): void {
    const fault = planned.faults[at] ?? null;
    if (fault?.group?.name !== "bat") return;
    const now = fault.group.again(planned.state);
    this.#leave(planned, at);
    if (now === null) return;
    planned.faults[at] = now;
    this.#enter(planned, at, now);
    if (safeFix(now) !== null) planned.next = Math.min(planned.next, at);
  }
}

/** The next safe fix of a plan; null where the plan has none, or has to be made anew before the next one. */
function nextOf(planned: Planned, made: ReadonlySet<string>): PlannedFix | null {
  for (; planned.next < planned.faults.length; planned.next++) {
    const fault = planned.faults[planned.next] ?? null;
    const fix = fault === null ? null : safeFix(fault);
    if (fault === null || fix === null || made.has(fix.id)) continue;
    return planned.group === null || planned.group === fault.group?.name ? fix : null;
  }
  return null;
}

/**
 * Makes one fix, as `RepairPlan.apply` does.
 *
 * @throws VhdxError as that does.
 */
export function applyFix(store: Store, id: string, newGuid: GuidSource): PlannedFix {
  return runSteps(new RepairPlan(store).apply(id, newGuid));
}
