import { crc32c } from "../../workers/bytes/crc32c.ts";
import { VhdxError } from "../../workers/shared/error.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { UNATTENDED } from "../../workers/engine/jobs/jobs.ts";
import { verdictOf } from "../../workers/engine/report/verdict.ts";
import type { OverlayStore } from "../../workers/store/overlay-store.ts";
import { type ReadableStore, readUpTo } from "../../workers/store/store.ts";
import type { Base } from "./base.ts";
import { applyMutant } from "./mutate/apply.ts";
import type { Mutant } from "./mutate/mutation.ts";
import { type Opened, openMutant, structureBytes } from "./open.ts";
import { randomOf } from "./random.ts";
import type { Visit } from "./visits/visit.ts";
import { Breaches } from "./watch/guard.ts";
import { LIMITS } from "./watch/limits.ts";
import type { LoopWatch } from "./watch/loops.ts";
import type { MemoryWatch } from "./watch/memory.ts";

export type Rule =
  /** Something was thrown that is no `VhdxError`, or one that the image may not be the cause of. */
  | "exception"
  /** More was read than a small multiple of the structures. */
  | "reads"
  /** A piece of code ran more often than a small multiple of the structures' bytes. */
  | "loops"
  /** More than 64 MiB at once. */
  | "memory"
  /** A read that is not wholly inside the file. */
  | "outside"
  /** The original was to be written, or was. */
  | "written"
  /** The same input gave other findings. */
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
  /** Null for most mutants: a look costs some milliseconds. */
  readonly loops: LoopWatch | null;
}

/** Wraps the mutant's store before the engine gets it; tests plant faults there. */
export type Wrap = (store: ReadableStore) => ReadableStore;

export interface Judgement {
  readonly violations: readonly Violation[];
  /** Codes of all findings, on all layers. */
  readonly codes: ReadonlySet<string>;
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

  /** Runs one visit with everything that is counted set to zero before. */
  async #watched(
    visit: Pick<Visit, "name" | "refusals" | "asked">,
    breaches: Breaches,
    run: () => Promise<Opened>,
  ): Promise<void> {
    const { memory, loops } = this.#watches;
    memory?.begin();
    loops?.take();
    let opened: Opened | null = null;
    try {
      opened = await run();
    } catch (thrown) {
      const refused = thrown instanceof VhdxError && visit.refusals.includes(thrown.code);
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

  /** Everything found on all layers, as text, once all visits are over and all is scanned. */
  async #findings({ file: { image } }: Opened): Promise<string> {
    await image.scan(UNATTENDED);
    const listed = [image.own, image.best].map((layer) => image.findings(layer));
    for (const { code } of listed.flat()) this.codes.add(code);
    return JSON.stringify([image.outcome, verdictOf(image).sentence, ...listed]);
  }

  /** Opens the mutant and makes the visits in their order. */
  async round(
    store: ReadableStore,
    name: string,
    visits: readonly Visit[],
    origin: Origin,
  ): Promise<string | null> {
    const breaches = new Breaches();
    const { memory } = this.#watches;
    memory?.beginAll();
    let opened: Opened | null = null;
    const opening = { name: "open", refusals: [] };
    await this.#watched(opening, breaches, async () => (opened = openMutant(store, name, breaches)));
    const file = opened as Opened | null;
    if (file === null) return null;
    const scan: Visit = { name: "scan", refusals: [], run: ({ file: { image } }) => image.scan(UNATTENDED) };
    for (const visit of [...visits, scan]) {
      for (const counted of [file.guard, file.cache]) Object.assign(counted, { reads: 0, bytesRead: 0 });
      // One after the other: what is counted belongs to one visit.
      // oxlint-disable-next-line no-await-in-loop
      await this.#watched(visit, breaches, async () => {
        await visit.run({ file: file.file, random: randomOf(origin.seed, origin.number, visit.name) });
        return file;
      });
    }
    const held = memory?.endAll() ?? null;
    if (held !== null) this.#add("memory", "all visits", held);
    try {
      return await this.#findings(file);
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

/** What is most likely to show a write: size, header section, and everything that was mutated. */
function fingerprint(overlay: OverlayStore): string {
  const parts = [readUpTo(overlay, 0, MIB)];
  for (const { start, end } of overlay.writtenRuns())
    parts.push(readUpTo(overlay, start, Math.min(end - start, MIB)));
  return `${overlay.size} ${overlay.operations.length} ${crc32c(...parts)}`;
}

/** Where a mutant comes from: all that is left to chance follows from it. */
export interface Origin {
  readonly seed: number;
  readonly number: number;
}

export interface JudgeOptions {
  readonly visits: readonly Visit[];
  readonly watches: Watches;
  readonly wrap?: Wrap;
}

/** Opens a mutant twice, with all visits in one order and some in another, and says what did not hold. */
export async function judgeMutant(
  base: Base,
  mutant: Mutant,
  origin: Origin,
  { visits, watches, wrap = (store) => store }: JudgeOptions,
): Promise<Judgement> {
  const judge = new Judge(watches);
  const overlay = applyMutant(base, mutant);
  const before = fingerprint(overlay);
  const store = wrap(overlay);
  const random = randomOf(origin.seed, origin.number, "order");
  const first = await judge.round(store, base.name, random.shuffled(visits), origin);
  const some = random.shuffled(visits).slice(0, random.chance(0.2) ? visits.length : 1);
  const second = await judge.round(store, base.name, some, origin);
  judge.compare(first, second);
  judge.checkUnwritten(before, fingerprint(overlay));
  return { violations: judge.violations, codes: judge.codes };
}
