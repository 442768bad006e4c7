import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { changelogEntry } from "./changelog.ts";
import { packFolder } from "./pack.ts";

export interface ReleaseOptions {
  /** The project's folder, the root of its git repository. */
  readonly root: string;
  /** Packs, but makes no tag. */
  readonly dryRun: boolean;
  /** Builds the page into `dist`, and the single file into `dist-single`. */
  readonly build: () => Promise<void>;
}

export interface Release {
  readonly version: string;
  /** Path of the zip. Beside it, with `.sha256` added to the name, is the file for `sha256sum -c`. */
  readonly zip: string;
  /** SHA-256 of the zip, lower case hexadecimal digits. */
  readonly sha256: string;
  /** Path of the page as a single file, and its SHA-256; beside it is the file for `sha256sum -c`. */
  readonly single: { readonly file: string; readonly sha256: string };
  /** Null after a dry run. */
  readonly tag: string | null;
}

/** Where zips are written, from the project's folder. */
const RELEASES = ".cache/release";

function git(root: string, args: readonly string[], input = ""): string {
  const { status, stdout, stderr, error } = spawnSync("git", args, { cwd: root, input, encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
  return stdout.trim();
}

function requireCleanTree(root: string, when: string): void {
  const changes = git(root, ["status", "--porcelain"]);
  if (changes !== "") throw new Error(`The working tree is not clean ${when}:\n${changes}`);
}

/** Writes a file's SHA-256 beside it, in the form that `sha256sum -c` reads. */
function noteSha256(file: string): string {
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  writeFileSync(`${file}.sha256`, `${sha256}  ${path.basename(file)}\n`);
  return sha256;
}

/** The version that package.json and package-lock.json agree on. */
function versionOf(root: string): string {
  const read = (file: string) =>
    JSON.parse(readFileSync(path.join(root, file), "utf8")) as { version: string };
  const { version } = read("package.json");
  const locked = read("package-lock.json").version;
  if (locked !== version) {
    throw new Error(`package.json has version ${version}, package-lock.json ${locked}: run npm install.`);
  }
  return version;
}

/**
 * Makes a release of the present commit: checks, builds, packs `dist`, puts the single file beside the zip, each with its SHA-256, and
 * tags. Does not use the network and pushes nothing.
 *
 * @throws {Error} if the tree is not clean, CHANGELOG.md lacks the version, or its tag exists already; no tag is made then
 */
export async function makeRelease({ root, dryRun, build }: ReleaseOptions): Promise<Release> {
  requireCleanTree(root, "before the build");
  const version = versionOf(root);
  const { text } = changelogEntry(readFileSync(path.join(root, "CHANGELOG.md"), "utf8"), version);
  const tag = `v${version}`;
  if (!dryRun && git(root, ["tag", "--list", tag]) !== "") {
    throw new Error(`The tag ${tag} exists already: raise the version in package.json.`);
  }
  await build();
  requireCleanTree(root, "after the build");

  const name = `platter-${version}`;
  const folder = path.join(root, RELEASES);
  const zip = path.join(folder, `${name}.zip`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(zip, packFolder(path.join(root, "dist"), name));
  const sha256 = noteSha256(zip);
  const page = path.join(folder, `${name}.html`);
  copyFileSync(path.join(root, "dist-single/platter.html"), page);
  const single = { file: page, sha256: noteSha256(page) };
  if (dryRun) return { version, zip, sha256, single, tag: null };
  // Verbatim, as git takes the changelog's headings for comments.
  const message = `Platter ${version}\n\n${text}\n`;
  git(root, ["tag", "--annotate", "--cleanup=verbatim", "--file=-", tag], message);
  return { version, zip, sha256, single, tag };
}
