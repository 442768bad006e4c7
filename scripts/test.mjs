/** `npm test`: install, then everything else in scripts/test/run.ts. */
import { installDependencies, runScript } from "./install.mjs";

installDependencies();
await runScript("scripts/test/run.ts");
