/** Starts the workers of the page. The build of the single file takes workers.single.ts instead. */

export const startEngineWorker = (): Worker =>
  new Worker(new URL("../../workers/engine.worker.ts", import.meta.url), {
    type: "module",
    name: "platter-engine",
  });

export const startHashWorker = (): Worker =>
  new Worker(new URL("../../workers/hash.worker.ts", import.meta.url), {
    type: "module",
    name: "platter-hash",
  });

export const startReadWorker = (): Worker =>
  new Worker(new URL("../../workers/read.worker.ts", import.meta.url), {
    type: "module",
    name: "platter-read",
  });
