import * as Comlink from "comlink";
import { createSession } from "./engine/session/session.ts";
import { installThrowHandler } from "./engine/throw-handler.ts";

declare const __VERSION__: string;

installThrowHandler();
Comlink.expose(createSession(__VERSION__));
