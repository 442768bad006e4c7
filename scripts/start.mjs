/** `npm start`: install, build, serve. */
import { installDependencies, runScript } from "./install.mjs";

installDependencies();
const { build } = await import("vite");
await build({ logLevel: "warn" });
await runScript("scripts/serve.ts");
