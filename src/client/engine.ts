import * as Comlink from "comlink";
import type {
  EngineApi,
  JobId,
  OnFindings,
  OnProgress,
  OnUnread,
  Progress,
} from "../../workers/api/index.ts";
import { installThrowHandler } from "./throw-handler.ts";

installThrowHandler();

/** The engine, behind its worker. Every method is a promise; errors arrive as `VhdxError`. */
export type Engine = Comlink.Remote<EngineApi>;

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
    running = { worker, engine: Comlink.wrap<EngineApi>(worker) };
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

/** Wraps a progress callback so that it can be called from the worker. */
export function progressPort(onProgress: (progress: Progress) => void): OnProgress {
  return Comlink.proxy(onProgress);
}

/** The same for what a check finds. */
export function findingsPort(onFindings: OnFindings): OnFindings {
  return Comlink.proxy(onFindings);
}

/** The same for the question whether an export goes on without what can't be read. */
export function unreadPort(onUnread: OnUnread): OnUnread {
  return Comlink.proxy(onUnread);
}

let jobs = 0;

/** A job id that this page has not used before. */
export function newJobId(): JobId {
  jobs += 1;
  return `job-${jobs}`;
}
