/** `npm start`: install, build if anything changed, serve. */
import { isFresh, noteBuild } from "./fresh.mjs";
import { installDependencies, refuseFolder, root, runScript } from "./install.mjs";

// It may be started from any folder.
process.chdir(root);
refuseFolder();
installDependencies();
if (!isFresh(root, "dist")) {
  const { build } = await import("vite");
  await build({ root, logLevel: "warn" });
  noteBuild(root, "dist");
}
await runScript("scripts/serve.ts");
