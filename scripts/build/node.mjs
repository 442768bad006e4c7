/**
 * `npm run build:node`: builds the engine as a library, with its types, and the command, for Node, into `dist-node/`.
 * `npx platter` calls it too if the build is older than its sources; then types are built only if there are old ones. Plain
 * JavaScript, so that it runs without a tool for TypeScript.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const built = path.join(root, "dist-node");
/** An empty file, as old as the start of the build. */
const stamp = path.join(built, "built");
const lock = path.join(root, ".cache/build-node.lock");
const SOURCES = ["workers", "scripts/cli", "scripts/build/node.mjs", "package.json", "package-lock.json"];
/** Milliseconds between two checks for the end of another process's build. */
const POLL = 50;

/**
 * The last change of anything below a path, folders included: a removed file changes its folder. @param {string} file @returns
 * {number}
 */
function newest(file) {
  const about = statSync(file);
  if (!about.isDirectory()) return about.mtimeMs;
  return readdirSync(file).reduce(
    (latest, name) => Math.max(latest, newest(path.join(file, name))),
    about.mtimeMs,
  );
}

/** Whether the build is missing or older than its sources. @param {boolean} types */
function isStale(types) {
  if (!existsSync(stamp) || (types && !existsSync(path.join(built, "types")))) return true;
  const since = statSync(stamp).mtimeMs;
  return SOURCES.some((source) => newest(path.join(root, source)) >= since);
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return /** @type {NodeJS.ErrnoException} */ (thrown).code === "EPERM";
  }
}

/** Takes the lock; false if another process has it. A process that has ended holds no lock. */
function tryLock() {
  mkdirSync(path.dirname(lock), { recursive: true });
  try {
    const file = openSync(lock, "wx");
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (thrown) {
    if (/** @type {NodeJS.ErrnoException} */ (thrown).code !== "EEXIST") throw thrown;
  }
  const age = statSync(lock, { throwIfNoEntry: false });
  if (age === undefined) return false;
  const holder = Number(readFileSync(lock, "utf8"));
  // The file is empty for a moment between its creation and its first write.
  if (holder === 0 ? Date.now() - age.mtimeMs > 10_000 : !isRunning(holder)) rmSync(lock, { force: true });
  return false;
}

/** @param {string} outDir */
async function bundle(outDir) {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    // The tested code is the released code: all packages are bundled, and none is looked up at run time.
    ssr: { noExternal: true },
    build: {
      ssr: true,
      lib: {
        entry: { engine: "workers/node/index.ts", platter: "scripts/cli/main.ts" },
        formats: ["es"],
      },
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      target: "node20",
      minify: false,
      sourcemap: true,
      // The library exports its public names only; code that the command shares with it goes into a file of its own.
      rolldownOptions: { preserveEntrySignatures: "strict" },
      license: { fileName: "THIRD-PARTY-NOTICES.md" },
    },
  });
}

/** @param {string} outDir */
function declare(outDir) {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "--project", "workers/node/tsconfig.json", "--outDir", path.join(outDir, "types")];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error("The types of the library could not be made: see above.");
}

/**
 * Builds if needed. Of several processes one builds and the others wait.
 *
 * @param {{ types: boolean }} options `types`: with the types of the library, which take some seconds
 */
export async function buildNode({ types }) {
  while (isStale(types)) {
    if (!tryLock()) {
      await new Promise((resolve) => setTimeout(resolve, POLL));
      continue;
    }
    const made = path.join(root, `.cache/build-node-${process.pid}`);
    try {
      if (!isStale(types)) return;
      if (isStale(false)) {
        const started = new Date();
        await bundle(made);
        // Existing types must not vanish, nor become older than the code that they describe.
        if (types || existsSync(path.join(built, "types"))) declare(made);
        const mark = path.join(made, path.basename(stamp));
        writeFileSync(mark, "");
        // A source that was changed meanwhile is newer than this stamp.
        utimesSync(mark, started, started);
        rmSync(built, { recursive: true, force: true });
        renameSync(made, built);
      } else {
        // Beside the bundles, which are up to date and which another process may be loading now.
        declare(made);
        renameSync(path.join(made, "types"), path.join(built, "types"));
      }
      // Not checked again: with a source from the future the build would never be up to date.
      return;
    } finally {
      rmSync(made, { recursive: true, force: true });
      rmSync(lock, { force: true });
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildNode({ types: true });
