import type { Random } from "../store/conformance/random.ts";
import type { RecordedOperation } from "../store/recording-store.ts";
import type { Store } from "../../store/store.ts";

/** A change that can reach the disk or be lost on its own: bytes, or a new size of the file. */
export type CrashStep =
  | { readonly kind: "write"; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: "size"; readonly size: number };

type WriteStep = Extract<CrashStep, { kind: "write" }>;

/** The steps between two flushes. Everything before them is on the disk; of these steps any part may be. */
export interface CrashGroup {
  /** Index of its first operation. */
  readonly start: number;
  /** Index of the flush that ends it, or the number of operations. */
  readonly end: number;
  readonly steps: readonly CrashStep[];
}

/** The steps of a group that reached the disk, in their order. */
export interface CrashCase {
  readonly name: string;
  readonly steps: readonly CrashStep[];
  /** A sector that was being written came back as garbage. */
  readonly garbled: boolean;
}

/** How many of the possible states are tried. */
export interface Effort {
  /** Groups of so many steps or fewer get all their subsets. */
  readonly exhaustive: number;
  /** Random subsets of a larger group, in random order; also the limit of its prefixes and single steps. */
  readonly samples: number;
  /** Places at which the writes of one group are torn, in all; short writes are torn everywhere. */
  readonly tears: number;
}

/**
 * Of so many states one is tried in the quick run. No divisor of it is a number of variations that come after each other, so
 * the same kinds are not left out each time.
 */
export const QUICK_EVERY = 11;

export const FULL_EFFORT: Effort = { exhaustive: 5, samples: 40, tears: 60 };
export const FEWER: Effort = { exhaustive: 4, samples: 12, tears: 16 };
export const FEWEST: Effort = { exhaustive: 3, samples: 6, tears: 8 };

const SECTOR_SIZES = [512, 4096] as const;
/** A write with so many places or fewer is torn at each of them. */
const FEW_TEARS = 7;

/** Cuts a recording at its flushes. A write past the end can lose its bytes and still leave the file longer. */
export function crashGroups(operations: readonly RecordedOperation[], size: number): CrashGroup[] {
  const groups: CrashGroup[] = [];
  let steps: CrashStep[] = [];
  let start = 0;
  let fileSize = size;
  operations.forEach((operation, index) => {
    if (operation.kind === "flush") {
      groups.push({ start, end: index, steps });
      steps = [];
      start = index + 1;
    } else if (operation.kind === "truncate") {
      steps.push({ kind: "size", size: operation.size });
      fileSize = operation.size;
    } else {
      const { offset, bytes } = operation;
      const end = offset + bytes.length;
      if (end > fileSize) {
        steps.push({ kind: "size", size: end });
        fileSize = end;
      }
      steps.push({ kind: "write", offset, bytes });
    }
  });
  groups.push({ start, end: operations.length, steps });
  return groups;
}

/** Does steps on a store. */
export function applySteps(store: Store, steps: readonly CrashStep[]): void {
  for (const step of steps) {
    if (step.kind === "write") store.write(step.offset, step.bytes);
    else store.truncate(step.size);
  }
}

/**
 * Every state that a crash could leave of a group: each prefix, subsets in and out of order, one write torn at sectors of
 * 512 or 4096 bytes with its first, its last or scattered sectors there, and a sector that came back as garbage.
 *
 * @param mayGarble whether the sector in flight at a file offset may come back as neither old nor new: nothing can be
 *   promised for a guest's sector then, but the file's own structures must stand it.
 */
export function* crashCases(
  group: CrashGroup,
  random: Random,
  effort: Effort,
  mayGarble: (offset: number) => boolean,
): Generator<CrashCase> {
  yield* keptOrLost(group.steps, random, effort);
  const writes = group.steps.flatMap((step, index) => (step.kind === "write" ? [index] : []));
  const tearsEach = Math.max(2, Math.floor(effort.tears / Math.max(1, writes.length)));
  for (const index of some(writes, Math.ceil(effort.tears / 2), random)) {
    const step = group.steps[index];
    if (step?.kind !== "write") continue;
    for (const [name, parts] of tornParts(step, random, tearsEach)) {
      for (const [context, before, after] of contexts(group.steps, index)) {
        yield {
          name: `step ${index} ${name}, ${context}`,
          steps: [...before, ...parts, ...after],
          garbled: false,
        };
      }
    }
  }
  yield* garbled(group.steps, random, effort, mayGarble);
}

function overlap(a: CrashStep, b: CrashStep): boolean {
  if (a.kind === "size" || b.kind === "size") return a.kind !== b.kind;
  return a.offset < b.offset + b.bytes.length && b.offset < a.offset + a.bytes.length;
}

function* keptOrLost(steps: readonly CrashStep[], random: Random, effort: Effort): Generator<CrashCase> {
  const whole = (name: string, chosen: readonly CrashStep[]): CrashCase => ({
    name,
    steps: chosen,
    garbled: false,
  });
  if (steps.length <= effort.exhaustive) {
    for (let set = 0; set < 2 ** steps.length; set++) {
      const chosen = steps.filter((_, index) => ((set >> index) & 1) === 1);
      yield whole(`subset ${set.toString(2)}`, chosen);
      const orderMatters = chosen.some((a, at) => chosen.slice(at + 1).some((b) => overlap(a, b)));
      if (orderMatters) yield whole(`subset ${set.toString(2)} backwards`, chosen.toReversed());
    }
    return;
  }
  yield whole("nothing", []);
  yield whole("everything", steps);
  for (const index of some([...steps.keys()], effort.samples, random)) {
    yield whole(`first ${index}`, steps.slice(0, index));
    yield whole(`only ${index}`, steps.slice(index, index + 1));
    yield whole(`all but ${index}`, steps.toSpliced(index, 1));
  }
  for (let nth = 0; nth < effort.samples; nth++) {
    const chosen = steps.filter(() => random.below(2) === 1);
    yield whole(`random subset ${nth}`, nth % 2 === 0 ? chosen : shuffled(chosen, random));
  }
}

/** All items if there are few, else a random choice. */
function some<T>(items: readonly T[], most: number, random: Random): readonly T[] {
  return items.length <= most ? items : shuffled(items, random).slice(0, most);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [result[at], result[other]] = [result[other] as T, result[at] as T];
  }
  return result;
}

type Context = readonly [string, readonly CrashStep[], readonly CrashStep[]];

/** The other steps of the group that may be on the disk beside the step at `index`; each set once. */
function contexts(steps: readonly CrashStep[], index: number): Context[] {
  const before = steps.slice(0, index);
  const after = steps.slice(index + 1);
  const result: Context[] = [["all others there", before, after]];
  if (after.length > 0) result.push(["nothing later", before, []]);
  if (before.length > 0) result.push(["nothing else", [], []]);
  return result;
}

const slice = ({ offset, bytes }: WriteStep, from: number, to: number): WriteStep => ({
  kind: "write",
  offset: from,
  bytes: bytes.subarray(from - offset, to - offset),
});

/** Places inside a write where sectors meet. */
function cuts({ offset, bytes }: WriteStep, sectorSize: number): number[] {
  const result: number[] = [];
  const end = offset + bytes.length;
  for (let at = Math.floor(offset / sectorSize + 1) * sectorSize; at < end; at += sectorSize) result.push(at);
  return result;
}

function* tornParts(
  step: WriteStep,
  random: Random,
  limit: number,
): Generator<readonly [string, readonly CrashStep[]]> {
  const end = step.offset + step.bytes.length;
  for (const sectorSize of SECTOR_SIZES) {
    const all = cuts(step, sectorSize);
    if (all.length === 0) continue;
    for (const cut of some(all, Math.max(FEW_TEARS, limit), random)) {
      yield [`torn, cut at ${cut}`, [slice(step, step.offset, cut)]];
      yield [`torn, from ${cut} on`, [slice(step, cut, end)]];
    }
    const bounds = [step.offset, ...all, end];
    const scattered: CrashStep[] = [];
    for (let part = 0; part + 1 < bounds.length; part++) {
      if (random.below(2) === 1) scattered.push(slice(step, bounds[part] ?? 0, bounds[part + 1] ?? 0));
    }
    yield [`torn, ${scattered.length} sectors of ${sectorSize}`, scattered];
  }
}

const GARBAGE_SECTOR = 512;

/** The write with garbage over its first sector or over a random one: most structures have their main fields first. */
function withGarbage(step: WriteStep, first: boolean, random: Random): CrashStep[] {
  const { offset, bytes } = step;
  const start = Math.floor(offset / GARBAGE_SECTOR);
  const last = Math.floor((offset + bytes.length - 1) / GARBAGE_SECTOR);
  const at = Math.max(offset, (first ? start : random.between(start, last)) * GARBAGE_SECTOR);
  const length = Math.min(GARBAGE_SECTOR, offset + bytes.length - at);
  return [step, { kind: "write", offset: at, bytes: random.bytes(length) }];
}

function* garbled(
  steps: readonly CrashStep[],
  random: Random,
  effort: Effort,
  mayGarble: (offset: number) => boolean,
): Generator<CrashCase> {
  const candidates = steps.filter(
    (step): step is WriteStep => step.kind === "write" && mayGarble(step.offset),
  );
  for (const candidate of some(candidates, effort.samples, random)) {
    const index = steps.indexOf(candidate);
    for (const [context, before, after] of contexts(steps, index)) {
      for (const first of [true, false]) {
        const all = [...before, ...withGarbage(candidate, first, random), ...after];
        yield { name: `step ${index} garbled, ${context}`, steps: all, garbled: true };
      }
    }
  }
  if (candidates.length > 1) {
    const all = steps.flatMap((step) =>
      step.kind === "write" && mayGarble(step.offset) ? withGarbage(step, true, random) : [step],
    );
    yield { name: "all structures garbled", steps: all, garbled: true };
  }
}
