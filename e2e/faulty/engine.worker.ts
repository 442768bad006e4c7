/** The engine on a disk that can be made slow and failing: in place of workers/engine.worker.ts in the build of this folder. */
import * as Comlink from "comlink";
import { installJobPort } from "../../workers/engine/session/job-port.ts";
import { createSession } from "../../workers/engine/session/session.ts";
import { installThrowHandler } from "../../workers/engine/session/throw-handler.ts";
import { FAULTS } from "./faults.ts";
import { FaultyStore } from "./faulty-store.ts";

globalThis.faults = FAULTS;
installThrowHandler();
installJobPort();
Comlink.expose(createSession("faulty", { storeOf: (file) => new FaultyStore(file) }));
