import { CachedStore } from "../../workers/store/cached-store.ts";
import { OverlayStore } from "../../workers/store/overlay-store.ts";
import type { ReadableStore } from "../../workers/store/store.ts";
import { roundDown } from "../../workers/shared/numbers.ts";
import type { Finding } from "../../workers/api/index.ts";
import { runSteps } from "../../workers/bytes/steps.ts";
import { fullCheck } from "../../workers/engine/full-check/full-check.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";
import { UNATTENDED } from "../../workers/engine/jobs/jobs.ts";
import { RecordingStore } from "../../workers/testing/store/recording-store.ts";
import {
  applySteps,
  type CrashGroup,
  crashGroups,
  type Effort,
} from "../../workers/testing/vhdx/crash-states.ts";
import { openAfterCrash } from "../../workers/testing/vhdx/judge.ts";
import { tryChange } from "../../workers/testing/vhdx/change-crashes.ts";
import { countedGuids } from "../../workers/testing/vhdx/one-by-one.ts";
import { looksDifferent, type SeenDisk, seenDisk } from "../../workers/testing/vhdx/seen-disk.ts";
import { HEADER_OFFSETS, SLOT } from "../../workers/vhdx/headers/header-section.ts";
import { readHeaders } from "../../workers/vhdx/headers/headers.ts";
import type { PlannedFault, PlannedFix } from "../../workers/vhdx/repair/fix.ts";
import { RepairPlan } from "../../workers/vhdx/repair/repair-plan.ts";
import { mayChange } from "./losses.ts";
import type { Patient } from "./patient.ts";

/** What became of an image by one fix. */
export interface Outcome {
  readonly image: string;
  readonly fix: PlannedFix;
  /** Blocks with content that were compared. */
  readonly blocks: number;
  /** What is wrong, by column of the table; none of these may be anything but empty. */
  readonly wrong: {
    readonly blocks: readonly string[];
    readonly guids: readonly string[];
    readonly check: readonly string[];
    readonly crash: readonly string[];
  };
  /** Crash states tried. */
  readonly states: number;
  /** The file with the fix. */
  readonly after: ReadableStore;
  /** Whether a full check has no finding above info left, so that other programs must agree. */
  readonly clean: boolean;
}

const HEADERS_END = HEADER_OFFSETS[1] + SLOT;
/** Every fix makes a handful of groups of few writes. */
const EFFORT: Effort = { exhaustive: 3, samples: 2, tears: 2 };

/** The crash states of a disk with more blocks take minutes, and show nothing more. */
const MOST_BLOCKS = 4096;

const isRed = ({ severity }: Finding) => severity === "fatal" || severity === "error";

/** What the fix does against the rules for GUIDs, MS-VHDX 2.2.2.1; empty where it keeps them. */
function guidFaults(
  { store: base, before: old }: Patient,
  groups: readonly CrashGroup[],
  after: ReadableStore,
  now: SeenDisk | null,
): readonly string[] {
  const before = readHeaders(base).active?.values ?? null;
  const found: string[] = [];
  const durable = new OverlayStore(base);
  for (const { steps } of groups) {
    const values = readHeaders(durable).active?.values ?? null;
    const content = steps.some(
      (step) => step.kind === "size" || step.offset < HEADER_OFFSETS[0] || step.offset >= HEADERS_END,
    );
    if (before !== null && content && values?.fileWriteGuid === before.fileWriteGuid)
      found.push("the file changes before FileWriteGuid does");
    applySteps(durable, steps);
    if (before === null || old === null || steps.length === 0) continue;
    if (readHeaders(durable).active?.values.dataWriteGuid !== before.dataWriteGuid) continue;
    const seen = seenDisk(durable);
    if (seen !== null && looksDifferent(old, seen))
      found.push("a guest sees a difference under the old DataWriteGuid");
  }
  const { active, copies } = readHeaders(after);
  const [a, b] = copies.map(({ values }) => values);
  if (!copies.every(({ valid }) => valid)) found.push("a header is not valid");
  if (a?.fileWriteGuid !== b?.fileWriteGuid) found.push("the headers have two FileWriteGuids");
  if (a?.dataWriteGuid !== b?.dataWriteGuid) found.push("the headers have two DataWriteGuids");
  if (before === null) return found;
  if (active?.values.fileWriteGuid === before.fileWriteGuid) found.push("FileWriteGuid is the old one");
  const kept = active?.values.dataWriteGuid === before.dataWriteGuid;
  if (!kept && old !== null && now !== null && !looksDifferent(old, now))
    found.push("DataWriteGuid is new, and a guest sees no difference");
  return found;
}

/** Whether parameters are the same, but for those that were missing; a size may have been no multiple of a sector. */
function sameParameters(before: string, now: string): boolean {
  const [was, is] = [before, now].map((each) => JSON.parse(each) as readonly unknown[]);
  return (was ?? []).every((value, at) => {
    const other = is?.[at];
    if (typeof value === "number" && typeof other === "number") return roundDown(value, 512) === other;
    return value === null || value === other;
  });
}

/** Blocks that read otherwise although the fix does not name them as lost. */
function* changedBlocks(patient: Patient, fix: PlannedFix, now: SeenDisk | null): Generator<string> {
  const { before, sound } = patient;
  if (before !== null && now === null) return yield "the disk can't be read any more";
  if (now === null) return;
  if (before !== null) {
    const named = mayChange(patient, fix);
    for (const block of new Set([...before.blocks.keys(), ...now.blocks.keys()])) {
      const was = before.blocks.get(block);
      if (was === now.blocks.get(block) || before.unreadable.has(block) || named(block)) continue;
      yield `block ${block} reads otherwise`;
    }
    if (fix.loss === null && !sameParameters(before.parameters, now.parameters))
      yield `the disk was ${before.parameters} and is ${now.parameters}`;
  }
  if (sound === null || fix.loss !== null) return;
  for (const [block, was] of sound.blocks) {
    const is = now.blocks.get(block);
    if (is !== was && (before === null || is !== before.blocks.get(block)))
      yield `block ${block} is not what it was before the damage`;
  }
}

async function checked(store: ReadableStore): Promise<readonly Finding[]> {
  const image = new OpenedImage(new CachedStore(store));
  await fullCheck(image, UNATTENDED, () => {});
  return image.findings(image.best);
}

const codesBefore = new WeakMap<Patient, ReadonlySet<string>>();

/** The codes of a full check of the image as it is; checked once for all of its fixes. */
async function codesOf(patient: Patient): Promise<ReadonlySet<string>> {
  const codes = codesBefore.get(patient) ?? new Set((await checked(patient.store)).map(({ code }) => code));
  codesBefore.set(patient, codes);
  return codes;
}

/** Findings of a full check that the fix should have removed, or that it brought. */
async function left(
  patient: Patient,
  { findings }: PlannedFault,
  now: readonly Finding[],
): Promise<string[]> {
  const keyOf = ({ code, offset, batIndex }: Finding) => `${code} ${batIndex ?? offset}`;
  const own = new Set(findings.filter(({ severity }) => severity !== "info").map(keyOf));
  const found = now.filter((each) => own.has(keyOf(each))).map(({ code }) => `${code} is left`);
  if (patient.before === null) return found;
  const before = await codesOf(patient);
  return [
    ...found,
    ...now.filter((each) => isRed(each) && !before.has(each.code)).map(({ code }) => `${code} is new`),
  ];
}

/** Makes one fix of an image, and judges what became of it. @param withCrashes whether to try crash states as well, if
 * the disk is small enough. */
export async function judge(
  patient: Patient,
  fault: PlannedFault,
  fix: PlannedFix,
  withCrashes: boolean,
): Promise<Outcome> {
  const after = new RecordingStore(patient.store);
  const plan = new RepairPlan(after);
  plan.adopt(patient.state, patient.faults);
  runSteps(plan.apply(fix.id, countedGuids()));
  const groups = crashGroups(after.recorded, patient.store.size);
  const now = seenDisk(after);
  const findings = await checked(after);
  const blocksNow = openAfterCrash(after).structures.geometry?.payloadBlocks ?? 0;
  const crash =
    withCrashes && blocksNow <= MOST_BLOCKS
      ? tryChange(patient.store, after.recorded, { before: patient.before, after: now }, EFFORT)
      : { states: 0, wrong: [] };
  return {
    image: patient.name,
    fix,
    blocks: now === null ? 0 : new Set([...now.blocks.keys(), ...(patient.before?.blocks.keys() ?? [])]).size,
    wrong: {
      blocks: [...changedBlocks(patient, fix, now)],
      guids: guidFaults(patient, groups, after, now),
      check: await left(patient, fault, findings),
      crash: crash.wrong,
    },
    states: crash.states,
    after,
    clean: findings.every(({ severity }) => severity === "info"),
  };
}
