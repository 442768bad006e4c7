import type { Random } from "../store/conformance/random.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { HEADER_OFFSETS, HEADER_SECTION, SLOT } from "../../vhdx/headers/header-section.ts";
import { readHeaders } from "../../vhdx/headers/headers.ts";
import {
  applySteps,
  type CrashCase,
  crashCases,
  crashGroups,
  type CrashGroup,
  type CrashStep,
  type Effort,
} from "./crash-states.ts";
import { CrashedStore } from "./crashed-store.ts";
import { DifferenceSources } from "./difference-sources.ts";
import { type Expectation, Judge } from "./judge.ts";
import type { Recording, Session } from "./recording.ts";

/** The result of trying all states of a recording. */
export interface CrashResult {
  readonly tried: number;
  /** How many of these had other bytes, or other promises, than every earlier state of the same group. */
  readonly distinct: number;
  /** Which state, and what is wrong with it. */
  readonly violations: readonly string[];
}

export interface CrashOptions {
  readonly random: Random;
  readonly effort: Effort;
  /** Stops after so many violations; more say nothing new. */
  readonly most?: number;
  /** Tries one in so many of the states, and the first of each group; by default all of them. */
  readonly every?: number;
  /** Called with every state in which nothing is wrong. */
  readonly visit?: (state: CrashedStore, name: string) => void;
}

const inside = (offset: number, run: { start: number; end: number }) =>
  offset >= run.start && offset < run.end;
const HEADERS = { start: HEADER_OFFSETS[0], end: HEADER_OFFSETS[1] + SLOT };

/** Whether a step changes the file beyond its headers, and beyond headers and log. */
function touched(
  steps: readonly CrashStep[],
  { log }: Session,
): { readonly file: boolean; readonly data: boolean } {
  const beyondHeaders = steps.filter((step) => step.kind === "size" || !inside(step.offset, HEADERS));
  const data = beyondHeaders.some((step) => step.kind === "write" && !inside(step.offset, log));
  return { file: beyondHeaders.length > 0, data };
}

/** Finds a write outside of headers, log, BAT and blocks: a guest's session writes nothing else. */
function strayWrite(steps: readonly CrashStep[], session: Session): string | null {
  if (session.kind !== "edit") return null;
  const stray = steps.find(
    (step) => step.kind === "write" && step.offset < HEADER_SECTION.end && !inside(step.offset, HEADERS),
  );
  return stray?.kind === "write" ? `a write at ${stray.offset}, where nothing may be written` : null;
}

/** Tries every state that a crash could leave of a recording. */
export function tryCrashes(recording: Recording, options: CrashOptions): CrashResult {
  const { random, effort, most = 10, every = 1, visit } = options;
  const { base, store, history, promises, sessions, checkFrom } = recording;
  const durable = new OverlayStore(base);
  const judge = new Judge(history, durable, recording.parent);
  const violations: string[] = [];
  const headerWasDamaged = readHeaders(base).findings.some(({ code }) => code === "header-copy-damaged");
  let nth = 0;
  let tried = 0;
  let distinct = 0;
  let before = { file: false, data: false };
  let session = sessions[0];
  for (const group of crashGroups(store.recorded, base.size)) {
    const current = sessions.findLast((each) => each.at <= group.start) ?? session;
    if (current === undefined) throw new Error("a recording has at least one session");
    if (current !== session) before = { file: false, data: false };
    session = current;
    judge.startGroup(group.end);
    const stray = strayWrite(group.steps, session);
    if (stray !== null) violations.push(`operations ${group.start}-${group.end}: ${stray}`);
    const mustExist =
      session.kind !== "create" || promises.some(({ at, kind }) => kind === "exists" && at <= group.end);
    if (group.start >= checkFrom) {
      const sources = new DifferenceSources();
      const judged = new Map<string, string | null>();
      let first = true;
      for (const each of casesOf(group, session, random, effort)) {
        const left = !first && nth % every !== 0;
        first = false;
        nth += 1;
        if (left) continue;
        const state = new CrashedStore(durable);
        applySteps(state, each.steps);
        tried += 1;
        const now = touched(each.steps, session);
        const edits = session.kind === "edit";
        const expected: Expectation = {
          mustExist,
          mustBeClean:
            each.steps.length === 0 &&
            promises.some(({ at, kind }) => kind === "clean" && at === group.start),
          headerMayBeDamaged: each.garbled || headerWasDamaged,
          staleFileWriteGuid: before.file || now.file ? session.fileWriteGuid : null,
          staleDataWriteGuid: edits && (before.data || now.data) ? session.dataWriteGuid : null,
          keptDataWriteGuid: session.kind === "replay" ? session.dataWriteGuid : null,
        };
        const key = `${state.fingerprint(sources)} ${JSON.stringify(expected)}`;
        let problem = judged.get(key);
        if (problem === undefined) {
          problem = judge.problem(state, expected);
          judged.set(key, problem);
          distinct += 1;
        }
        const name = `operations ${group.start}-${group.end}, ${each.name}`;
        if (problem === null) visit?.(state, name);
        else violations.push(`${name}: ${problem}`);
        if (violations.length >= most) return { tried, distinct, violations };
      }
    }
    const done = touched(group.steps, session);
    before = { file: before.file || done.file, data: before.data || done.data };
    applySteps(durable, group.steps);
  }
  const renewed = (kinds: readonly Session["kind"][]) =>
    sessions.filter(({ kind }) => kinds.includes(kind)).length;
  const made = renewed(["create"]);
  if (judge.dataWriteGuids.size > Math.max(made, 1) + renewed(["edit"]))
    violations.push("DataWriteGuid changed more than once in a session");
  if (judge.fileWriteGuids.size > Math.max(made, 1) + renewed(["edit", "replay"]))
    violations.push("FileWriteGuid changed more than once in a session");
  return { tried, distinct, violations };
}

function casesOf(group: CrashGroup, session: Session, random: Random, effort: Effort): Generator<CrashCase> {
  const anywhere = session.kind !== "edit";
  return crashCases(
    group,
    random,
    effort,
    (offset) =>
      anywhere || inside(offset, HEADERS) || inside(offset, session.log) || inside(offset, session.bat),
  );
}
