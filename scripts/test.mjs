/** `npm test`: install, then everything else in scripts/test/run.ts. */
import { installDependencies, refuseFolder, runScript } from "./install.mjs";

refuseFolder();
installDependencies();
await runScript("scripts/test/run.ts");
