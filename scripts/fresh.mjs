/** Whether a build is still that of the present sources. Plain JavaScript, as `npm start` asks before it loads anything. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What a build is made of, and more: a rebuild too many does no harm. */
const FOLDERS = ["docs/screens", "public", "scripts", "src", "workers"];
const NOTE = ".cache/start.json";

/** Files below a folder, none where it is missing. @param {string} folder @param {boolean} [deep] */
function filesIn(folder, deep = true) {
  try {
    return readdirSync(folder, { recursive: deep, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted();
  } catch {
    return [];
  }
}

/** @param {readonly string[]} files @param {string} root @param {(file: string) => string | Buffer} tell */
function digest(files, root, tell) {
  const hash = createHash("sha256");
  for (const file of files) {
    const told = createHash("sha256").update(tell(file)).digest("hex");
    hash.update(`${path.relative(root, file)}\n${told}\n`);
  }
  return hash.digest("hex");
}

/** The sources by their contents, the build by its files' sizes and times. @param {string} root @param {string} build */
function stateOf(root, build) {
  const sources = [...filesIn(root, false), ...FOLDERS.flatMap((folder) => filesIn(path.join(root, folder)))];
  const built = filesIn(path.join(root, build));
  return {
    sources: digest(sources, root, (file) => readFileSync(file)),
    build: digest(built, root, (file) => {
      const { size, mtimeMs } = statSync(file);
      return `${size} ${mtimeMs}`;
    }),
    files: built.length,
  };
}

/**
 * Whether neither the sources nor the build changed since `noteBuild`.
 *
 * @param {string} root folder of the project
 * @param {string} build the build's folder in it
 */
export function isFresh(root, build) {
  try {
    const noted = JSON.parse(readFileSync(path.join(root, NOTE), "utf8"));
    const now = stateOf(root, build);
    return now.files > 0 && noted.sources === now.sources && noted.build === now.build;
  } catch {
    return false;
  }
}

/** Notes that the build is that of the present sources. @param {string} root @param {string} build */
export function noteBuild(root, build) {
  mkdirSync(path.dirname(path.join(root, NOTE)), { recursive: true });
  writeFileSync(path.join(root, NOTE), JSON.stringify(stateOf(root, build)));
}
