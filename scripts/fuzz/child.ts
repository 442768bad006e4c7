/** The process that opens mutants, one after the other, until it is stopped. Its parent watches over it. */
import { pathToFileURL } from "node:url";
import { Corpus } from "./corpus.ts";
import type { Message, Order } from "./messages.ts";
import { caseOf, isCounted, kindOf, mutantOf, tryMutant, type RunOptions } from "./run.ts";
import { VISITS } from "./visits/all.ts";
import { LoopWatch } from "./watch/loops.ts";
import { MemoryWatch } from "./watch/memory.ts";

const tell = (message: Message): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });

// The parent process is gone.
process.once("disconnect", () => process.exit(1));

const { seed, first, step, only, visits, kept } = await new Promise<Order>((resolve) => {
  process.once("message", (order) => resolve(order as Order));
});
const planted =
  visits === null
    ? null
    : ((await import(pathToFileURL(visits).href)) as Partial<RunOptions> & { VISITS?: RunOptions["visits"] });
// A violation shows four lines. Images refuse visits by the thousand, and each line of an error takes time.
Error.stackTraceLimit = 4;
const memory = new MemoryWatch();
memory.install();
const options: RunOptions = {
  memory,
  visits: planted?.VISITS ?? VISITS,
  ...(planted?.wrap === undefined ? {} : { wrap: planted.wrap }),
};
/** One for all mutants, as it knows which code ran before. It counts only while it is started. */
const loops = new LoopWatch();
let counting = false;

const corpus = new Corpus(kept);
const seen = new Set<string>();
for (let number = first; ; number += step) {
  // One after the other, and each is announced before it is tried, so that a hang has a name.
  // oxlint-disable no-await-in-loop
  const origin = { seed, number };
  const { base, mutant } = await mutantOf(origin, only, corpus);
  await tell({ kind: "begin", number, mutant });
  const counted = isCounted(number);
  if (counted !== counting) {
    if (counted) loops.start();
    else loops.stop();
    counting = counted;
  }
  const started = performance.now();
  const judging = counted ? { ...options, loops } : options;
  const isNew = (found: ReadonlySet<string>) => [...found].some((code) => !corpus.codes.has(code));
  const { violations, codes, freshCode } = await tryMutant(base, mutant, origin, judging, counted, isNew);
  corpus.take(mutant, codes, freshCode);
  const milliseconds = performance.now() - started;
  const told: Extract<Message, { kind: "end" }>["violations"][number][] = [];
  for (const violation of violations) {
    const fresh = !seen.has(kindOf(violation));
    seen.add(kindOf(violation));
    if (fresh) await tell({ kind: "shrink", number });
    told.push({ violation, saved: fresh ? await caseOf(base, mutant, origin, violation, options) : null });
  }
  await tell({ kind: "end", number, codes: [...codes], freshCode, milliseconds, violations: told });
  // oxlint-enable no-await-in-loop
}
