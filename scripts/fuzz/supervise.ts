import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Case } from "./cases.ts";
import { Corpus, type Kept } from "./corpus.ts";
import type { Violation } from "./judge.ts";
import type { Message, Order } from "./messages.ts";
import type { Mutant } from "./mutate/mutation.ts";
import { MOST_RESIDENT, ProcessClock, residentBytes } from "./watch/process.ts";

export interface FuzzOptions {
  readonly seed: number;
  readonly seconds: number;
  /** Ends after so many mutants, if that comes before the time. */
  readonly mutants?: number;
  /** Processes that share the mutants' numbers; 1 unless given. Each knows what the others kept only from its own start on. */
  readonly processes?: number;
  readonly only?: string | null;
  /** Seconds of work without an answer that count as a hang. */
  readonly patience?: number;
  /** As `Order.kept`. */
  readonly kept?: readonly Kept[];
  /** As `Order.visits`. */
  readonly visits?: string | null;
  readonly onViolation?: (found: Found) => void;
}

/** A violation, and the case that shows it; only the first violation of its kind has a case. */
export interface Found {
  readonly number: number;
  readonly violation: Violation;
  readonly saved: Case | null;
}

export interface FuzzResult {
  readonly mutants: number;
  readonly seconds: number;
  readonly bases: ReadonlySet<string>;
  readonly codes: ReadonlySet<string>;
  readonly found: readonly Found[];
  /** Mutants of new kinds, those of earlier runs included. */
  readonly kept: readonly Kept[];
  /** Seconds of processor time that the mutants took, or wall time if the system does not tell. */
  readonly worked: number;
  readonly slowest: { readonly number: number; readonly milliseconds: number; readonly base: string };
}

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));
const LOADER = new URL("../loader/register.mjs", import.meta.url).href;
const PATIENCE = 60;
/** Additional seconds until the first mutant, as the process loads its code. */
const LOADING = 30;
/** Heap limit: a process that needs more has a leak, or a mutant made it allocate too much. */
const HEAP = "--max-old-space-size=2048";
/** Each mutant leaves some MiB of garbage. A large young generation collects that of many mutants at once, which is faster. */
const YOUNG = "--max-semi-space-size=64";

function start(order: Order): ChildProcess {
  const child = fork(CHILD, [], {
    execArgv: ["--import", LOADER, "--expose-gc", HEAP, YOUNG],
    serialization: "advanced",
  });
  child.send(order);
  return child;
}

/** Runs mutants in other processes, and starts a new process after each that hangs or dies. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { seed, seconds, mutants = Infinity, only = null, patience = PATIENCE, visits = null } = options;
  const { processes = 1 } = options;
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const bases = new Set<string>();
  const corpus = new Corpus(options.kept);
  const codes = new Set<string>();
  const found: Found[] = [];
  let slowest: FuzzResult["slowest"] = { number: 0, milliseconds: 0, base: "" };
  let done = 0;
  let worked = 0;

  const note = (each: Found) => {
    found.push(each);
    options.onViolation?.(each);
  };

  /** Runs one process until the time is over or it stops answering. @returns the number of the mutant to go on with */
  const session = (first: number) =>
    new Promise<number>((resolve, reject) => {
      let next = first;
      const child = start({ seed, first, step: processes, only, visits, kept: corpus.kept });
      let current: Mutant | null = null;
      let finished = false;
      const finish = (lost: string | null) => {
        if (finished) return;
        finished = true;
        clearTimeout(limit);
        clearInterval(watchdog);
        worked += clock.total;
        child.kill("SIGKILL");
        if (lost !== null) {
          const number = next;
          next += processes;
          done += 1;
          const violation: Violation = { rule: "hang", visit: "any", detail: lost };
          const saved = current === null ? null : { about: lost, seed, number, ...current };
          note({ number, violation, saved });
        }
        resolve(next);
      };
      const clock = new ProcessClock(child.pid);
      const watchdog = setInterval(() => {
        const resident = residentBytes(child.pid);
        if (resident > MOST_RESIDENT) finish(`the process takes ${resident} bytes`);
        else if (clock.seconds > patience + (current === null ? LOADING : 0))
          finish(`no answer within ${patience} s`);
      }, 250);
      const limit = setTimeout(() => finish(null), Math.max(0, seconds - elapsed()) * 1000);
      child.on("message", (message: Message) => {
        clock.reset();
        if (message.kind === "begin") current = message.mutant;
        if (message.kind !== "end") return;
        done += 1;
        next = message.number + processes;
        for (const code of message.codes) codes.add(code);
        if (current !== null) corpus.take(current, message.codes, message.freshCode);
        const { number, milliseconds } = message;
        if (current !== null) {
          bases.add(current.base);
          if (milliseconds > slowest.milliseconds) slowest = { number, milliseconds, base: current.base };
        }
        for (const { violation, saved } of message.violations) note({ number, violation, saved });
        if (done >= mutants) finish(null);
      });
      child.once("error", reject);
      child.once("exit", (code, signal) => finish(`the process ended (${signal ?? code})`));
    });

  const lane = async (first: number): Promise<void> => {
    let next = first;
    // Each session ends with a lost mutant or with the time.
    // oxlint-disable-next-line no-await-in-loop
    while (elapsed() < seconds && done < mutants) next = await session(next);
  };
  await Promise.all(Array.from({ length: processes }, async (_, first) => lane(first)));
  return { mutants: done, seconds: elapsed(), worked, bases, codes, kept: corpus.kept, found, slowest };
}
