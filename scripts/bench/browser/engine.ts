import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page, Worker } from "@playwright/test";
import type { EngineApi, ErrorFields, JobPort } from "../../../workers/api/index.ts";
import type { HelperRequest } from "../../../workers/shared/helper-workers.ts";
import { nextEngine } from "../../../e2e/support/engine-worker.ts";
import { helperScripts } from "./helper-scripts.ts";

/** Comlink as a plain script. */
const comlink = createRequire(import.meta.url).resolve("comlink");

/** The used part of Comlink as a plain script. */
interface PlainComlink {
  wrap(worker: Worker): unknown;
  expose(value: unknown, port: MessagePort): void;
  readonly transferHandlers: Map<string, object>;
}

/** Globals of a tab after `callableEngine` and `dropAside`. */
export interface BenchGlobals {
  readonly benchEngine: EngineApi;
  /** A job's port, which a long call takes as its last argument. */
  readonly benchJob: (id: string, progress?: JobPort["progress"]) => JobPort;
  readonly benchFiles: readonly File[];
  readonly benchHandles: readonly Promise<FileSystemHandle | null>[];
}

/** The tab's engine; it starts with the first file, so a sample is opened for it. */
export async function startEngine(tab: Page): Promise<Worker> {
  const started = nextEngine(tab);
  await tab.goto(new URL("#sample=clean", tab.url()).href);
  const engine = await started;
  await tab.getByRole("heading", { level: 1, name: "clean.vhdx" }).waitFor();
  return engine;
}

/**
 * Starts a second engine in the tab, as `benchEngine`, for single calls that no button makes. It is the page's own worker
 * script, called as the page calls it.
 */
export async function callableEngine(tab: Page): Promise<Worker> {
  const own = await startEngine(tab);
  await tab.evaluate(await readFile(comlink, "utf8"));
  const scripts = await helperScripts(tab);
  const started = tab.waitForEvent("worker");
  await tab.evaluate(
    ({ engineScript, helpers }) => {
      const { wrap, expose, transferHandlers } = (globalThis as unknown as { Comlink: PlainComlink }).Comlink;
      // The engine throws plain fields, which the page turns into an error.
      const builtIn = transferHandlers.get("throw");
      transferHandlers.set("throw", {
        ...builtIn,
        deserialize: ({ code, message }: ErrorFields) => {
          throw new Error(`${code}: ${message}`);
        },
      });
      // As src/client/job-port.ts has it.
      transferHandlers.set("job-port", {
        canHandle: (value: unknown) => (value as Partial<JobPort> | undefined)?.progress !== undefined,
        serialize: ({ id, ...callbacks }: JobPort) => {
          const { port1, port2 } = new MessageChannel();
          expose(callbacks, port1);
          return [{ id, callbacks: port2 }, [port2]];
        },
      });
      const benchJob: BenchGlobals["benchJob"] = (id, progress = () => {}) => ({
        id,
        progress,
        findings: () => {},
      });
      const engine = new Worker(engineScript, { type: "module" });
      // As src/client/helpers.ts has it.
      engine.addEventListener("message", ({ data }: MessageEvent<Partial<HelperRequest>>) => {
        const { request, kind, port, control } = data;
        if (request === undefined || kind === undefined || port === undefined || control === undefined)
          return;
        const helper = new Worker(helpers[kind], { type: "module" });
        control.addEventListener("message", () => helper.terminate());
        control.start();
        helper.postMessage(port, [port]);
      });
      const benchEngine = wrap(engine as never);
      Object.assign(globalThis, { benchEngine, benchJob });
    },
    { engineScript: own.url(), helpers: scripts },
  );
  return started;
}
