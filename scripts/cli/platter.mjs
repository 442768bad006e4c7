#!/usr/bin/env node
/**
 * `npx platter`: runs the command that is built in `dist-node/`. In a checkout the command is built first, if it is missing or
 * older than its sources; a packed package has no sources.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** As in scripts/cli/exit-codes.ts: something must be installed first. */
const UNAVAILABLE = 69;
const root = new URL("../../", import.meta.url);

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(`platter: ${message}`);
  process.exit(UNAVAILABLE);
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19))
  refuse(`Node 20.19 or newer is needed; this is ${process.version}.`);

if (existsSync(new URL("workers/node/index.ts", root))) {
  const { buildNode } = await import("../build/node.mjs");
  try {
    await buildNode({ types: false });
  } catch (thrown) {
    const missing = /** @type {NodeJS.ErrnoException} */ (thrown).code === "ERR_MODULE_NOT_FOUND";
    if (!missing) throw thrown;
    refuse(
      `the command is not built yet, and what builds it is not installed. Run \`npm ci\` in ${fileURLToPath(root)} first.`,
    );
  }
}
const { main } = await import(new URL("dist-node/platter.js", root).href);
process.exitCode = await main(process.argv.slice(2));
