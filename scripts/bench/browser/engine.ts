import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page, Worker } from "@playwright/test";
import type { EngineApi, ErrorFields } from "../../../workers/api/index.ts";

/** Comlink as a plain script. */
const comlink = createRequire(import.meta.url).resolve("comlink");

/** The part of Comlink that is used as a plain script. */
interface PlainComlink {
  wrap(worker: Worker): unknown;
  readonly transferHandlers: Map<string, { deserialize(thrown: ErrorFields): never }>;
}

/** What a tab has as its globals after `callableEngine` and `dropAside`. */
export interface BenchGlobals {
  readonly Comlink: { proxy<T>(value: T): T };
  readonly benchEngine: EngineApi;
  readonly benchFiles: readonly File[];
}

/** The tab's engine; it starts with the first file, so a sample is opened for it. */
export async function startEngine(tab: Page): Promise<Worker> {
  const started = tab.waitForEvent("worker", (worker) => /engine\.worker/.test(worker.url()));
  await tab.goto(new URL("#sample=clean", tab.url()).href);
  const engine = await started;
  await tab.getByRole("heading", { level: 1, name: "clean.vhdx" }).waitFor();
  return engine;
}

/**
 * Starts a second engine in the tab, as `benchEngine`, for calls that no button makes one by one: the page's own worker
 * script, called as the page calls it.
 */
export async function callableEngine(tab: Page): Promise<Worker> {
  const own = await startEngine(tab);
  await tab.evaluate(await readFile(comlink, "utf8"));
  const started = tab.waitForEvent("worker");
  await tab.evaluate((url) => {
    const { wrap, transferHandlers } = (globalThis as unknown as { Comlink: PlainComlink }).Comlink;
    // The engine throws plain fields, which the page makes an error of.
    const builtIn = transferHandlers.get("throw");
    transferHandlers.set("throw", {
      ...builtIn,
      deserialize: ({ code, message }) => {
        throw new Error(`${code}: ${message}`);
      },
    });
    Object.assign(globalThis, { benchEngine: wrap(new Worker(url, { type: "module" }) as never) });
  }, own.url());
  return started;
}
