import * as Comlink from "comlink";
import type { EngineApi } from "../../workers/api/index.ts";
import { installThrowHandler } from "./throw-handler.ts";
import { installJobPort } from "./job-port.ts";

installThrowHandler();
installJobPort();

/**
 * The engine, behind its worker; errors arrive as `VhdxError`. Every call of the API is asynchronous already, so the remote engine
 * has the API's own type. A sub-API (`engine.edits`) is a path to its calls, no value: never await one.
 */
export type Engine = EngineApi;

let running: { readonly worker: Worker; readonly engine: Engine } | null = null;
const listeners = new Set<(message: string) => void>();

/** The one engine of this page; the worker starts at the first call and is never terminated as a cancel. */
export function connect(): Engine {
  if (running === null) {
    const worker = new Worker(new URL("../../workers/engine.worker.ts", import.meta.url), {
      type: "module",
      name: "platter-engine",
    });
    worker.addEventListener("error", (event) => {
      // A worker that does not load gives a plain event without a message.
      const message = event.message || "The engine could not be loaded.";
      for (const listener of listeners) listener(message);
    });
    running = { worker, engine: Comlink.wrap(worker) as unknown as Engine };
  }
  return running.engine;
}

/**
 * Tells of errors that no call returns: the worker did not load, or something threw outside any call. Requests under way
 * may never be answered then.
 */
export function onEngineCrash(listener: (message: string) => void): void {
  listeners.add(listener);
}

/** Ends the worker after a crash; the next `connect` starts another, which knows no open image. */
export function discardEngine(): void {
  running?.worker.terminate();
  running = null;
}
