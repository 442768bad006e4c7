/** `npm run release [-- --dry-run]`: checks, builds, packs the build as a zip with its SHA-256, and tags the commit. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";
import { makeRelease } from "./make-release.ts";

const { values } = parseArgs({ options: { "dry-run": { type: "boolean", default: false } } });
const root = fileURLToPath(new URL("../../", import.meta.url));
try {
  const { zip, sha256, tag } = await makeRelease({
    root,
    dryRun: values["dry-run"],
    build: async () => void (await build({ root, logLevel: "warn" })),
  });
  console.log(`${zip}\nSHA-256 ${sha256}`);
  console.log(tag === null ? "Dry run: no tag was made." : `Tagged as ${tag}. Nothing was pushed.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
