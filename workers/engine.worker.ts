import * as Comlink from "comlink";
import type { HashAnswer, HashOrder } from "./engine/hashes/hash-worker.ts";
import { installJobPort } from "./engine/session/job-port.ts";
import { PageHelper } from "./engine/session/page-helper.ts";
import { createSession } from "./engine/session/session.ts";
import { installThrowHandler } from "./engine/session/throw-handler.ts";
import type { ReadAnswer, ReadOrder } from "./store/blob-reader.ts";

declare const __VERSION__: string;

installThrowHandler();
installJobPort();
const startHashWorker = () => new PageHelper<HashOrder, HashAnswer>(self, "hash");
const startReadWorker = () => new PageHelper<ReadOrder, ReadAnswer>(self, "read");
Comlink.expose(createSession(__VERSION__, { startHashWorker, startReadWorker }));
