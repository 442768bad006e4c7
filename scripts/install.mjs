/** Plain JavaScript without packages, as it runs before anything is installed. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Folder of the project. */
export const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Why the project can't be built in a folder, as a sentence; null where it can.
 *
 * @param {string} folder
 */
export function whyNotHere(folder) {
  const [sign] = /[#?]/.exec(folder) ?? [];
  if (sign === undefined) return null;
  return `Platter can't be built in ${folder}: Vite, which builds it, takes "${sign}" in a path for the end of a file's name. Rename the folder, or move it.`;
}

/** Ends the process, with a sentence, where the project can't be built. */
export function refuseFolder() {
  const why = whyNotHere(root);
  if (why === null) return;
  console.error(why);
  process.exit(1);
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage */

/**
 * Whether the installed packages, which npm notes in `node_modules/.package-lock.json`, differ from those of `package-lock.json`.
 * Packages for other systems may be missing: they are optional.
 *
 * @param {Readonly<Record<string, LockedPackage>>} locked `packages` of package-lock.json
 * @param {Readonly<Record<string, LockedPackage>>} installed `packages` of the note
 */
export function isStale(locked, installed) {
  for (const [name, wanted] of Object.entries(locked)) {
    const found = installed[name];
    if (name === "" || (found === undefined && wanted.optional === true)) continue;
    if (found?.version !== wanted.version || found?.integrity !== wanted.integrity) return true;
  }
  return Object.keys(installed).some((name) => locked[name] === undefined);
}

/** @param {string} file @returns {Record<string, LockedPackage>} */
function packagesOf(file) {
  return JSON.parse(readFileSync(path.join(root, file), "utf8")).packages;
}

/** Installs the locked dependencies if they are missing or stale. Ends the process if that fails. */
export function installDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Platter needs Node 20.19 or newer; this is ${process.version}.`);
    process.exit(1);
  }
  const note = "node_modules/.package-lock.json";
  if (existsSync(path.join(root, note)) && !isStale(packagesOf("package-lock.json"), packagesOf(note)))
    return;

  console.log("Installing the locked dependencies …");
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath;
  const { status } =
    npm !== undefined && /\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: "inherit" })
      : spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) {
    console.error("npm ci failed: see above.");
    process.exit(1);
  }
}

/**
 * Runs a TypeScript file of the project, in this process so that a signal reaches it.
 *
 * @param {string} script from the root of the project
 */
export async function runScript(script) {
  await import("./loader/register.mjs");
  await import(pathToFileURL(path.join(root, script)).href);
}
