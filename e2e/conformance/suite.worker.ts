/** Runs the conformance suite of `workers/testing/store` on the backends of a real browser. */
import { CONTENTS, readableCases, storeCases } from "../../workers/testing/store/conformance.ts";
import { BACKENDS, removeOpfsFiles, type Backend } from "./backends.ts";
import type { Dropped, Outcome, Request } from "./messages.ts";

async function outcome(name: string, run: () => Promise<void>): Promise<Outcome> {
  try {
    await run();
    return { name, error: null };
  } catch (thrown) {
    return { name, error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

async function runSuite({ readable, writable }: Backend, dropped: Dropped): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, run } of readableCases) {
    outcomes.push(await outcome(name, () => run(readable(dropped))));
  }
  if (writable !== undefined) {
    for (const { name, run } of storeCases) outcomes.push(await outcome(name, () => run(writable)));
  }
  await removeOpfsFiles();
  return outcomes;
}

async function answer(ask: Request["ask"]): Promise<unknown> {
  if (ask === "backends") return Object.keys(BACKENDS);
  if (ask === "contents") return CONTENTS.map((content) => [...content]);
  const backend = BACKENDS[ask.backend];
  if (backend === undefined) throw new Error(`There is no backend ${ask.backend}.`);
  return runSuite(backend, ask.dropped);
}

self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
  // An exception here ends up as the worker's error event, which fails the test.
  answer(data.ask).then(
    (result) => self.postMessage({ call: data.call, answer: result }),
    (thrown: unknown) =>
      setTimeout(() => {
        throw thrown;
      }),
  );
});
