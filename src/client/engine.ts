import * as Comlink from "comlink";
import type { EngineApi, JobId, OnProgress, Progress } from "../../workers/api/index.ts";
import { installThrowHandler } from "./errors.ts";

installThrowHandler();

/** The engine, behind its worker. Every method is a promise; errors arrive as `EngineError`. */
export type Engine = Comlink.Remote<EngineApi>;

let engine: Engine | null = null;

/** The one engine of this page; the worker starts at the first call and is never terminated as a cancel. */
export function connect(): Engine {
  if (engine === null) {
    const worker = new Worker(new URL("../../workers/engine.worker.ts", import.meta.url), {
      type: "module",
      name: "platter-engine",
    });
    engine = Comlink.wrap<EngineApi>(worker);
  }
  return engine;
}

/** Wraps a progress callback so that it can be called from the worker. */
export function progressPort(onProgress: (progress: Progress) => void): OnProgress {
  return Comlink.proxy(onProgress);
}

let jobs = 0;

/** A job id that this page has not used before. */
export function newJobId(): JobId {
  jobs += 1;
  return `job-${jobs}`;
}
