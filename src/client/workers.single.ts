/** In place of workers.ts in the build of the single file: the workers' code is in the page, as a page that is opened from a disk can load no other file. */
// Vite makes the default exports.
// oxlint-disable import/default
import Engine from "../../workers/engine.worker.ts?worker&inline";
import Hash from "../../workers/hash.worker.ts?worker&inline";
import Read from "../../workers/read.worker.ts?worker&inline";

export const startEngineWorker = (): Worker => new Engine({ name: "platter-engine" });
export const startHashWorker = (): Worker => new Hash({ name: "platter-hash" });
export const startReadWorker = (): Worker => new Read({ name: "platter-read" });
