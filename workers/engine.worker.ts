import * as Comlink from "comlink";
import { installJobPort } from "./engine/session/job-port.ts";
import { createSession } from "./engine/session/session.ts";
import { installThrowHandler } from "./engine/session/throw-handler.ts";

declare const __VERSION__: string;

installThrowHandler();
installJobPort();
const startHashWorker = () =>
  new Worker(new URL("./hash.worker.ts", import.meta.url), { type: "module", name: "platter-hash" });
const startReadWorker = () =>
  new Worker(new URL("./read.worker.ts", import.meta.url), { type: "module", name: "platter-read" });
Comlink.expose(createSession(__VERSION__, { startHashWorker, startReadWorker }));
