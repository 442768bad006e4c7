import { VhdxError } from "../../shared/error.ts";
import { runSteps, type Steps } from "../../bytes/steps.ts";
import type { Store } from "../../store/store.ts";
import { applyLog, logOverlap } from "../write/apply-log.ts";
import type { GuidSource } from "../write/header-writer.ts";
import type { MibRun } from "./bat/claims.ts";
import { type Group, type PlannedFault, type PlannedFix, safeFix } from "./fix.ts";
import { NeedsIndex } from "./needs-index.ts";
import { planRepairs } from "./plan.ts";
import { RepairState } from "./state.ts";
import { RepairTarget } from "./target.ts";

/** Findings about BAT entries that a plan keeps of each code; the others are planned once these are repaired. */
const KEPT_FOR_REPAIR = 32 * 1024;

const NONE: ReadonlySet<string> = new Set();

/** Fixes of identifier, headers and log come before the replay; all others start from the file with its log applied. */
const precedesReplay = (id: string) => /^(?:identifier|header|log)/.test(id);

/** Whether the log lies over a region. Then it stays as it is until a fix has put the region elsewhere. */
const logLiesOver = ({ store, headers }: RepairState) =>
  headers.log !== null && logOverlap(store, headers.log) !== null;

/** A plan between two fixes. */
interface Planned {
  /** Whether the state reads the very file that is written, so that it sees each fix. */
  readonly live: boolean;
  readonly state: RepairState;
  /** In the order of the plan; null for a fault that is gone. */
  readonly faults: (PlannedFault | null)[];
  readonly needs: NeedsIndex;
  /** Index in `faults` of the fault with this fix, by the fix's id. */
  readonly byId: Map<string, number>;
  /** The group of the fixes made since the plan; null: none was made. Faults outside of this group may be out of date. */
  group: Group["name"] | null;
  /** Index in `faults` of the last fix that was made. */
  made: number;
  /** Index in `faults`: no fault before this one has a fix to be made. */
  next: number;
  /** The fixes for which that holds, besides those that lose nothing. */
  agreed: ReadonlySet<string>;
  /** How many faults have a safe fix. */
  safe: number;
}

/**
 * One plan for many fixes of one file. After a fix that changes little, only the faults that it touches are planned again; after
 * any other fix the whole file is read and planned again. So the work is linear in the number of faults.
 *
 * The result is the same as planning the whole file after each fix. Other code that writes to the file has to call `forget`.
 */
export class RepairPlan {
  readonly #store: Store;
  #planned: Planned | null = null;
  #faultsPlanned = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** How many times a fault was planned so far. */
  get faultsPlanned(): number {
    return this.#faultsPlanned;
  }

  /** Drops the plan, which is out of date. */
  forget(): void {
    this.#planned = null;
  }

  /** Reads and plans the whole file, unless there is a plan that is up to date. */
  *prepare(): Steps<Planned> {
    if (this.#planned !== null) return this.#planned;
    const state = yield* RepairState.read(this.#store, KEPT_FOR_REPAIR);
    return this.#take(state, yield* planRepairs(state), true);
  }

  /**
   * Takes a plan that was made of the file as it is now, so that the next fix needs no new one.
   *
   * @param state of the file; may read another store with the same bytes.
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
      agreed: NONE,
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

  /** How many safe fixes the plan has left; null where the file has to be planned again to tell. */
  get safeLeft(): number | null {
    return this.#planned?.safe ?? null;
  }

  /**
   * The next fix that loses nothing; null where none is left.
   *
   * @param made ids of fixes that were made already, and are skipped.
   */
  nextSafe(made: ReadonlySet<string>): Steps<PlannedFix | null> {
    return this.next(made, NONE);
  }

  /**
   * The next fix that loses nothing, or that the user agreed to; null where none is left. Fixes come in the order of the plan,
   * whichever of the two they are: a fix of the headers comes before one of the BAT.
   *
   * @param made ids of fixes that were made already, and are skipped.
   * @param agreed ids of fixes that are made although they lose something, or instead of the recommended fix of their fault.
   */
  *next(made: ReadonlySet<string>, agreed: ReadonlySet<string>): Steps<PlannedFix | null> {
    for (;;) {
      const planned = yield* this.prepare();
      const fix = nextOf(planned, made, agreed);
      // A plan that is up to date has no further ones.
      if (fix !== null || planned.group === null) return fix;
      this.forget();
    }
  }

  /**
   * Makes a fix that is offered for the file. A log to be replayed is applied first, except for fixes of headers and log.
   *
   * @returns the fix that was made.
   * @throws VhdxError `not-available` where the fix is not, or no longer, offered; whatever the store throws.
   */
  *apply(id: string, newGuid: GuidSource): Steps<PlannedFix> {
    const before = yield* this.prepare();
    if (before.state.canReplay && !precedesReplay(id) && !logLiesOver(before.state)) {
      this.forget();
      applyLog(this.#store, newGuid);
    }
    const planned = yield* this.#current(id);
    const at = planned.byId.get(id) ?? -1;
    const fault = planned.faults[at] ?? null;
    const fix = fault?.fixes.find((each) => each.id === id);
    if (fault === null || fix === undefined)
      throw new VhdxError("not-available", "There is nothing left that this fix could repair.");
    // No plan covers what a fix leaves behind that fails half way.
    this.#planned = null;
    const claims = fix.entries === undefined ? null : planned.state.claims;
    const runs = new Map((fix.entries ?? []).map((index) => [index, claims?.runOf(index) ?? null]));
    const size = this.#store.size;
    fix.apply(new RepairTarget(this.#store, newGuid, planned.state));
    if (this.#stays(planned, at, fault, fix, runs, size)) this.#planned = planned;
    return fix;
  }

  /** A plan that is up to date for the fix. */
  *#current(id: string): Steps<Planned> {
    const planned = yield* this.prepare();
    const at = planned.byId.get(id) ?? -1;
    const group = planned.faults[at]?.group?.name;
    // Faults before the last fix in the plan may depend on what it changed.
    const holds = group === planned.group && (group === "bat" || at > planned.made);
    if (planned.group === null || holds) return planned;
    this.forget();
    return yield* this.prepare();
  }

  /** Plans the faults again that a fix touched. Returns whether the plan is up to date then. */
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
    if (dueFix(now, planned.agreed) !== null) planned.next = Math.min(planned.next, at);
  }
}

/** The fix of a fault that is to be made: the one that was agreed to, else the one that loses nothing; null where there is none. */
function dueFix(fault: PlannedFault, agreed: ReadonlySet<string>): PlannedFix | null {
  return fault.fixes.find(({ id }) => agreed.has(id)) ?? safeFix(fault);
}

/** The next fix of a plan that is to be made; null where there is none, or the file has to be planned again first. */
function nextOf(planned: Planned, made: ReadonlySet<string>, agreed: ReadonlySet<string>): PlannedFix | null {
  if (planned.agreed !== agreed) {
    planned.agreed = agreed;
    planned.next = 0;
  }
  for (; planned.next < planned.faults.length; planned.next++) {
    const fault = planned.faults[planned.next] ?? null;
    const fix = fault === null ? null : dueFix(fault, agreed);
    if (fault === null || fix === null || made.has(fix.id)) continue;
    return planned.group === null || planned.group === fault.group?.name ? fix : null;
  }
  return null;
}

/**
 * Makes one fix, without a plan to reuse.
 *
 * @throws VhdxError as `RepairPlan.apply` does.
 */
export function applyFix(store: Store, id: string, newGuid: GuidSource): PlannedFix {
  return runSteps(new RepairPlan(store).apply(id, newGuid));
}
