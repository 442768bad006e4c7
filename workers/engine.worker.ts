import * as Comlink from "comlink";
import { Session } from "./engine/session.ts";
import { installThrowHandler } from "./engine/throw-handler.ts";

declare const __VERSION__: string;

installThrowHandler();
Comlink.expose(new Session(__VERSION__));
