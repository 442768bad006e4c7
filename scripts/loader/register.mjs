/**
 * `node --import ./scripts/loader/register.mjs FILE.ts`: lets Node import TypeScript and the text of a file (`?raw`), as Vite
 * does. A script that runs the engine in Node without Vite is started with it.
 */
import { register } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";

registerTypeScript();
register("./raw.mjs", import.meta.url);
