import { crc32c } from "../../workers/bytes/crc32c.ts";
import { VhdxError } from "../../workers/shared/error.ts";
import { KIB, MIB } from "../../workers/shared/numbers.ts";
import { verdictOf } from "../../workers/engine/report/verdict.ts";
import type { OverlayStore } from "../../workers/store/overlay-store.ts";
import { type ReadableStore, readUpTo } from "../../workers/store/store.ts";
import type { Base, NamedStore } from "./bases/base.ts";
import { applyMutant, type Made, type MutantFile } from "./mutate/apply.ts";
import type { Mutant } from "./mutate/mutation.ts";
import { type Opened, type Opening, openMutant, structureBytes } from "./open.ts";
import { randomOf } from "./random.ts";
import type { Visit } from "./visits/visit.ts";
import { FULL_CHECK, SCAN } from "./visits/checks.ts";
import { Breaches } from "./watch/guard.ts";
import { LIMITS } from "./watch/limits.ts";
import type { LoopWatch } from "./watch/loops.ts";
import type { MemoryWatch } from "./watch/memory.ts";

export type Rule =
  /** An exception that is not a `VhdxError`, or that has a code which an image must not cause. */
  | "exception"
  /** Reads beyond a small multiple of the structures. */
  | "reads"
  /** A piece of code ran more often than a small multiple of the structures' bytes. */
  | "loops"
  /** More than 64 MiB at once. */
  | "memory"
  /** A read that is not wholly inside the file. */
  | "outside"
  /** An attempt to write the original. */
  | "written"
  /** Other findings for the same input. */
  | "unstable"
  /** No answer within the watchdog's time, or the process ended. */
  | "hang";

/** An invariant that did not hold. */
export interface Violation {
  readonly rule: Rule;
  readonly visit: string;
  readonly detail: string;
}

interface Watches {
  readonly memory: MemoryWatch | null;
  /** Null for most mutants, as counting costs some milliseconds. */
  readonly loops: LoopWatch | null;
}

/** Wraps the mutant's store before the engine gets it; tests plant faults there. */
export type Wrap = (store: ReadableStore) => ReadableStore;

export interface Judgement {
  readonly violations: readonly Violation[];
  /** Codes of all findings, on all layers. */
  readonly codes: ReadonlySet<string>;
  /** Whether a piece of the engine's code ran for the first time in the run; false if code is not counted. */
  readonly freshCode: boolean;
}

const sentence = (thrown: unknown): string =>
  thrown instanceof Error
    ? (thrown.stack ?? thrown.message).split("\n").slice(0, 4).join("\n")
    : String(thrown);

/** Goes over one mutant, visit by visit. */
class Judge {
  readonly violations: Violation[] = [];
  readonly codes = new Set<string>();
  readonly #watches: Watches;

  constructor(watches: Watches) {
    this.#watches = watches;
  }

  #add(rule: Rule, visit: string, detail: string): void {
    this.violations.push({ rule, visit, detail });
  }

  /** Runs one visit. Loops are counted since the visit before, as nothing of the engine runs in between. */
  async #watched(
    visit: Pick<Visit, "name" | "refusals" | "asked">,
    breaches: Breaches,
    run: () => Promise<Opened>,
  ): Promise<void> {
    const { memory, loops } = this.#watches;
    memory?.begin();
    let opened: Opened | null = null;
    try {
      opened = await run();
    } catch (thrown) {
      // A base whose drive fails may refuse any visit; the reads of all others never fail.
      const refused =
        thrown instanceof VhdxError &&
        (thrown.code === "read-failed" || visit.refusals.includes(thrown.code));
      if (!refused) this.#add("exception", visit.name, sentence(thrown));
    }
    const busiest = loops?.take();
    const held = memory?.end() ?? null;
    if (held !== null) this.#add("memory", visit.name, held);
    for (const { rule, detail } of breaches.found.splice(0)) this.#add(rule, visit.name, detail);
    if (opened === null) return;
    const structures = structureBytes(opened);
    for (const [name, { reads, bytesRead }] of [
      ["the file", opened.guard],
      ["the cache", opened.cache],
    ] as const) {
      const most = LIMITS.bytes(name, structures, visit.asked ?? 0);
      if (bytesRead > most)
        this.#add("reads", visit.name, `${bytesRead} bytes of ${name}, ${most} are plenty`);
      const times = LIMITS.reads(name, structures, visit.asked ?? 0);
      if (reads > times) this.#add("reads", visit.name, `${reads} reads of ${name}, ${times} are plenty`);
    }
    const turns = LIMITS.turns(structures, visit.asked ?? 0);
    if (busiest !== undefined && busiest.count > turns)
      this.#add("loops", visit.name, `${busiest.count} turns of ${busiest.where}, ${turns} are plenty`);
  }

  /** All findings on all layers as text, after all visits. */
  #findings({ file: { image } }: Opened): string {
    const layers = [image.own, image.best];
    for (const layer of layers) image.look(layer);
    const listed = layers.map((layer) => image.findings(layer));
    for (const { code } of listed.flat()) this.codes.add(code);
    return JSON.stringify([image.outcome, verdictOf(image).sentence, ...listed]);
  }

  /** Opens the mutant, makes the visits in their order, and ends with the last check. */
  async round(mutant: Subject, visits: readonly Visit[], origin: Origin): Promise<string | null> {
    const breaches = new Breaches();
    const { memory, loops } = this.#watches;
    memory?.beginAll();
    // To take what was counted costs some milliseconds, so it is done once here, and after each visit.
    loops?.take();
    let opened: Opened | null = null;
    const opening = { name: "open", refusals: [] };
    await this.#watched(
      opening,
      breaches,
      async () => (opened = openMutant(mutant.files, mutant.picks, mutant.others, breaches)),
    );
    const open = opened as Opened | null;
    if (open === null) return null;
    for (const visit of visits) {
      open.guard.reset();
      open.cache.reset();
      // One after the other, as the counters belong to one visit.
      // oxlint-disable-next-line no-await-in-loop
      await this.#watched(visit, breaches, async () => {
        const random = randomOf(origin.seed, origin.number, visit.name);
        await visit.run({ file: open.file, links: open.links, random });
        return open;
      });
    }
    const held = memory?.endAll() ?? null;
    if (held !== null) this.#add("memory", "all visits", held);
    try {
      return this.#findings(open);
    } catch (thrown) {
      this.#add("exception", "findings", sentence(thrown));
      return null;
    }
  }

  compare(first: string | null, second: string | null): void {
    if (first === second || first === null || second === null) return;
    let at = 0;
    while (first[at] === second[at]) at += 1;
    const around = (text: string) => text.slice(Math.max(0, at - 80), at + 120);
    this.#add("unstable", "findings", `${around(first)} … and then … ${around(second)}`);
  }

  checkUnwritten(before: string, after: string): void {
    if (before !== after) this.#add("written", "after all visits", `${before} became ${after}`);
  }
}

/** The files that the engine opens. */
interface Subject {
  readonly files: readonly [NamedStore, ...Opening[]];
  readonly picks: ReadonlyMap<number, number | null>;
  readonly others: readonly NamedStore[];
}

/** Bytes compared of each run: the overlay notes writes too, so a few are enough. */
const PRINTED = 64 * KIB;

function fingerprintOf(overlay: OverlayStore): string {
  const parts = [readUpTo(overlay, 0, PRINTED)];
  for (const { start, end } of overlay.writtenRuns())
    parts.push(readUpTo(overlay, start, Math.min(end - start, PRINTED)));
  return `${overlay.size} ${overlay.operations.length} ${crc32c(...parts)}`;
}

/** Parts of all files that are most likely to show a write: size, operations, identifier, and all mutated runs. */
const fingerprint = ({ files }: Made): string =>
  files.map((each) => (each === null ? "" : fingerprintOf(each.overlay))).join(", ");

/** The origin of a mutant, from which all random choices follow. */
export interface Origin {
  readonly seed: number;
  readonly number: number;
}

export interface JudgeOptions {
  readonly visits: readonly Visit[];
  readonly watches: Watches;
  readonly wrap?: Wrap;
  /** Makes every visit and opens the mutant twice, without sampling, to show again a violation that was found once. */
  readonly thorough?: boolean;
}

/** Share of mutants that are opened a second time and must have the same findings; so are all with a new code. */
const AGAIN = 0.2;
/** Share of mutants that get the full check, if they are small enough. */
const IN_FULL = 0.12;
const SMALL_FILE = 16 * MIB;

/**
 * Opens a mutant, makes a sample of the visits in random order, in part a second time in another order, and returns violations.
 */
export async function judgeMutant(
  base: Base,
  mutant: Mutant,
  origin: Origin,
  { visits, watches, wrap = (store) => store, thorough = false }: JudgeOptions,
  isNew: (codes: ReadonlySet<string>) => boolean = () => false,
): Promise<Judgement> {
  const judge = new Judge(watches);
  const made = applyMutant(base, mutant);
  const before = fingerprint(made);
  const wrapped = ({ name, overlay }: MutantFile): NamedStore => ({ name, store: wrap(overlay) });
  const [image, ...more] = made.files;
  const subject: Subject = {
    files: [wrapped(image), ...more.map((each) => each && wrapped(each))],
    picks: made.picks,
    others: base.others ?? [],
  };
  const known = watches.loops?.pieces ?? 0;
  const random = randomOf(origin.seed, origin.number, "order");
  // A chain of hundreds of files is only opened and scanned, as planning its exports alone takes seconds.
  const sampled = (subject.others.length > 0 ? [] : visits).filter(
    ({ name, share = 1 }) =>
      thorough || share === 1 || randomOf(origin.seed, origin.number, `${name}?`).chance(share),
  );
  const isSmall = made.files.every((each) => each === null || each.overlay.size <= SMALL_FILE);
  const last = random.chance(IN_FULL) && isSmall ? FULL_CHECK : SCAN;
  const first = await judge.round(subject, [...random.shuffled(sampled), last], origin);
  if (random.chance(AGAIN) || thorough || isNew(judge.codes)) {
    const some = random.shuffled(sampled).slice(0, random.chance(0.2) ? sampled.length : 1);
    judge.compare(first, await judge.round(subject, [...some, last], origin));
  }
  judge.checkUnwritten(before, fingerprint(made));
  const freshCode = (watches.loops?.pieces ?? 0) > known;
  return { violations: judge.violations, codes: judge.codes, freshCode };
}
