import * as Comlink from "comlink";
import type { EngineApi } from "../../workers/api/index.ts";
import { installThrowHandler } from "./throw-handler.ts";
import { serveHelpers } from "./helpers.ts";
import { installJobPort } from "./job-port.ts";
import { startEngineWorker } from "./workers.ts";

installThrowHandler();
installJobPort();

/**
 * The engine, behind its worker; errors arrive as `VhdxError`. Every call of the API is asynchronous already, so the remote
 * engine has the API's own type. A sub-API (`engine.edits`) is a proxy and not a value: never await one.
 */
export type Engine = EngineApi;

let running: { readonly worker: Worker; readonly engine: Engine; readonly endHelpers: () => void } | null =
  null;
const listeners = new Set<(message: string) => void>();

/** The one engine of this page. The worker starts at the first call; cancelling a job never terminates it. */
export function connect(): Engine {
  if (running === null) {
    const worker = startEngineWorker();
    worker.addEventListener("error", (event) => {
      // A worker that does not load gives a plain event without a message.
      const message = event.message || "The engine could not be loaded.";
      for (const listener of listeners) listener(message);
    });
    running = {
      worker,
      engine: Comlink.wrap(worker) as unknown as Engine,
      endHelpers: serveHelpers(worker),
    };
  }
  return running.engine;
}

/**
 * Calls `listener` for errors that no call returns: the worker did not load, or code threw outside any call. Pending calls
 * may then never be answered.
 */
export function onEngineCrash(listener: (message: string) => void): void {
  listeners.add(listener);
}

/** Ends the worker after a crash; the next `connect` starts a new one, which has no open images. */
export function discardEngine(): void {
  running?.worker.terminate();
  running?.endHelpers();
  running = null;
}
