/** The process that opens mutants, one after the other, until it is stopped. Its parent watches over it. */
import { pathToFileURL } from "node:url";
import type { Message, Order } from "./messages.ts";
import { caseOf, kindOf, mutantOf, tryMutant, type RunOptions } from "./run.ts";
import { VISITS } from "./visits/all.ts";
import { MemoryWatch } from "./watch/memory.ts";

const tell = (message: Message): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });

const { seed, first, only, visits } = JSON.parse(process.argv[2] ?? "") as Order;
const planted =
  visits === null
    ? null
    : ((await import(pathToFileURL(visits).href)) as Partial<RunOptions> & { VISITS?: RunOptions["visits"] });
const memory = new MemoryWatch();
memory.install();
const options: RunOptions = {
  memory,
  visits: planted?.VISITS ?? VISITS,
  ...(planted?.wrap === undefined ? {} : { wrap: planted.wrap }),
};

// Nobody is left to tell.
process.once("disconnect", () => process.exit(1));

const seen = new Set<string>();
for (let number = first; ; number++) {
  // One after the other, and each is told before it is tried: a hang has to have a name.
  // oxlint-disable no-await-in-loop
  const origin = { seed, number };
  const { base, mutant } = await mutantOf(origin, only);
  await tell({ kind: "begin", number, mutant });
  const started = performance.now();
  const { violations, codes } = await tryMutant(base, mutant, origin, options);
  const milliseconds = performance.now() - started;
  const told: Extract<Message, { kind: "end" }>["violations"][number][] = [];
  for (const violation of violations) {
    const fresh = !seen.has(kindOf(violation));
    seen.add(kindOf(violation));
    if (fresh) await tell({ kind: "shrink", number });
    told.push({ violation, saved: fresh ? await caseOf(base, mutant, origin, violation, options) : null });
  }
  await tell({ kind: "end", number, codes: [...codes], milliseconds, violations: told });
  // oxlint-enable no-await-in-loop
}
