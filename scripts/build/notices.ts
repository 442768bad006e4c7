import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** A package whose code the build contains. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** The licence that `package.json` names, an SPDX expression. */
  readonly licence: string;
  /** The licence text, and the `NOTICE` file if there is one. Apache-2.0 asks for both. */
  readonly text: string;
}

const LICENCE_FILE = /^(licen[cs]e|copying)([.-]|$)/i;
const NOTICE_FILE = /^notice(\.|$)/i;

/** Vite's licence file goes on with the licences of the tools inside Vite, which no build contains. */
const NOT_IN_A_BUILD = /^# Licenses of bundled dependencies$/m;

const require = createRequire(import.meta.url);
const vite = require.resolve("vite/package.json");

/** Helpers that the bundler writes into a build. Their modules have no file, so their package is named here. */
const HELPERS: readonly { readonly prefix: string; readonly folder: string }[] = [
  { prefix: "\0vite/", folder: path.dirname(vite) },
  { prefix: "\0rolldown/", folder: path.dirname(createRequire(vite).resolve("rolldown/package.json")) },
];

/** The nearest folder above a module whose `package.json` names a package; packages have nameless ones inside. */
function folderOf(file: string): string {
  for (let folder = path.dirname(file); path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    const manifest = path.join(folder, "package.json");
    if (!existsSync(manifest)) continue;
    const { name, version } = JSON.parse(readFileSync(manifest, "utf8")) as Record<string, unknown>;
    if (name !== undefined && version !== undefined) return folder;
  }
  throw new Error(`The build contains ${file}, which belongs to no package.`);
}

/**
 * The folder of the package that a module belongs to, or null for a module of the project itself.
 *
 * @param id the module's id in Rollup's graph: a path with an optional query, or a name after a zero byte
 * @throws {Error} if the module has no file and its package is not known
 */
export function packageFolder(id: string): string | null {
  if (id.startsWith("\0")) {
    const helper = HELPERS.find(({ prefix }) => id.startsWith(prefix));
    if (helper !== undefined) return helper.folder;
    // A plugin's wrapper around a file.
    const file = id.slice(1).replace(/\?.*$/, "");
    if (existsSync(file)) return packageFolder(file);
    throw new Error(
      `The build contains the helper ${JSON.stringify(id)}: name its package in scripts/build/notices.ts.`,
    );
  }
  return /[\\/]node_modules[\\/]/.test(id) ? folderOf(id.replace(/\?.*$/, "")) : null;
}

/**
 * Reads a package's name, version, licence and licence text.
 *
 * @param folder the package's folder, with its `package.json`
 * @throws {Error} if the package names no licence or holds no licence text
 */
export function shippedPackage(folder: string): ShippedPackage {
  const { name, version, license } = JSON.parse(
    readFileSync(path.join(folder, "package.json"), "utf8"),
  ) as Readonly<Record<string, string | undefined>>;
  const title = `${name} ${version}`;
  if (typeof license !== "string" || license.trim() === "") {
    throw new Error(`The build contains ${title}, whose package.json names no licence.`);
  }
  const names = readdirSync(folder).toSorted();
  const read = (pattern: RegExp) =>
    names
      .filter((file) => pattern.test(file))
      .map((file) => readFileSync(path.join(folder, file), "utf8").split(NOT_IN_A_BUILD)[0] ?? "")
      .map((text) => text.replaceAll("\r\n", "\n").trim())
      .filter((text) => text !== "");
  const licences = read(LICENCE_FILE);
  if (licences.length === 0) throw new Error(`The build contains ${title}, which has no licence text.`);
  return {
    name: name ?? "",
    version: version ?? "",
    licence: license.trim(),
    text: [...licences, ...read(NOTICE_FILE)].join("\n\n"),
  };
}

const LINE = "=".repeat(80);

/**
 * The text of `THIRD-PARTY-NOTICES.txt`: a list of all packages, then each licence text once, under the packages it is for.
 *
 * @param product name and version of what ships the packages
 */
export function noticesText(product: string, packages: readonly ShippedPackage[]): string {
  const sorted = packages.toSorted(
    (a, b) => a.name.localeCompare(b.name, "en") || a.version.localeCompare(b.version, "en"),
  );
  const title = ({ name, version, licence }: ShippedPackage) => `${name} ${version} (${licence})`;
  const byText = new Map<string, ShippedPackage[]>();
  for (const entry of sorted) byText.set(entry.text, [...(byText.get(entry.text) ?? []), entry]);
  return [
    `Third-party notices of ${product}`,
    `${product} contains code of these packages:`,
    sorted.map((entry) => `  ${title(entry)}`).join("\n"),
    ...[...byText].flatMap(([text, members]) => [
      `${LINE}\n${members.map((entry) => title(entry)).join("\n")}\n${LINE}`,
      text,
    ]),
    "",
  ].join("\n\n");
}
