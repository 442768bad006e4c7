/** `npm run release [-- --dry-run]`: checks, builds, packs the build as a zip with its SHA-256, and tags the commit. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";
import { makeRelease } from "./make-release.ts";

const { values } = parseArgs({ options: { "dry-run": { type: "boolean", default: false } } });
const root = fileURLToPath(new URL("../../", import.meta.url));
try {
  const { zip, sha256, single, tag } = await makeRelease({
    root,
    dryRun: values["dry-run"],
    build: async () => {
      // Source maps are three quarters of the build, and the sources are public.
      await build({ root, logLevel: "warn", build: { sourcemap: false } });
      await build({ configFile: path.join(root, "scripts/build/single/vite.config.ts"), logLevel: "warn" });
    },
  });
  console.log(`${zip}\nSHA-256 ${sha256}`);
  console.log(`${single.file}\nSHA-256 ${single.sha256}`);
  console.log(tag === null ? "Dry run: no tag was made." : `Tagged as ${tag}. Nothing was pushed.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
