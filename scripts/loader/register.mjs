/**
 * `node --import ./scripts/loader/register.mjs FILE.ts`: lets Node import what Vite lets the build import, which is TypeScript and
 * the text of a file (`?raw`). Everything of the project that runs in Node without Vite is started with it.
 */
import { register } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";

registerTypeScript();
register("./raw.mjs", import.meta.url);
