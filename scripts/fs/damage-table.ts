import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { EXT_READER } from "../../workers/fs/ext/reader.ts";
import { NodeFileStore } from "../../workers/node/file-store.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import { compare, type ManifestEntry } from "./manifest.ts";

/**
 * damage-table.ts [--platter] [--rows TEXT] IMAGES SHARED: how many files of damaged ext4 images are right by path and SHA-256, by this reader, 7-Zip and TSK,
 * or by this reader alone. IMAGES are those of SHARED/make.sh, and SHARED/damage.py zeroes blocks of `ext4-replayed`. TEXT picks the rows
 * whose name has it.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { platter: { type: "boolean", default: false }, rows: { type: "string", default: "" } },
});
const [images, shared] = positionals;
if (images === undefined || shared === undefined) throw new Error("damage-table.ts IMAGES SHARED");

await loadCrc32c();
const work = mkdtempSync(path.join(tmpdir(), "platter-damage-"));
const run = (program: string, args: readonly string[]) =>
  spawnSync(program, args, { maxBuffer: 2 ** 30, timeout: 60_000 });
const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Files that are right, and whether the program refused the image. */
interface Score {
  readonly right: number;
  readonly refused: boolean;
}

function byPlatter(image: string, manifest: readonly ManifestEntry[]): Score {
  const store = new NodeFileStore(image);
  const fs = EXT_READER.open(store, { transactions: null });
  const result = fs === null ? null : compare(fs, manifest, new Set(["mode", "owner", "mtime", "links"]));
  store.close();
  return { right: result?.files ?? 0, refused: fs === null };
}

function bySevenZip(image: string, manifest: readonly ManifestEntry[]): Score {
  const out = path.join(work, "7z");
  rmSync(out, { recursive: true, force: true });
  run("7zz", ["x", "-y", "-snld", "-x!data/sparse.bin", `-o${out}`, image]);
  let right = 0;
  for (const { path: name, sha: want } of manifest) {
    const file = path.join(out, name);
    if (want !== undefined && existsSync(file) && sha(readFileSync(file)) === want) right += 1;
  }
  return { right, refused: !existsSync(path.join(out, "data")) };
}

function byTsk(image: string, manifest: readonly ManifestEntry[]): Score {
  const list = run("fls", ["-f", "ext4", "-r", "-p", "-u", image]);
  const nodes = new Map<string, string>();
  for (const line of list.stdout.toString("latin1").split("\n")) {
    const match = /^r\/r (\d+):\t(.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) nodes.set(match[2], match[1]);
  }
  let right = 0;
  for (const { path: name, sha: want } of manifest) {
    const node = nodes.get(Buffer.from(name).toString("latin1"));
    if (want === undefined || node === undefined) continue;
    if (sha(run("icat", ["-f", "ext4", image, node]).stdout) === want) right += 1;
  }
  return { right, refused: nodes.size === 0 };
}

const PROGRAMS = values.platter ? [byPlatter] : [byPlatter, bySevenZip, byTsk];
const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

function row(name: string, files: readonly string[], manifest: readonly ManifestEntry[]): void {
  const all = manifest.filter(({ t }) => t === "f").length;
  const cells = PROGRAMS.map((program) => {
    const scores = files.map((file) => program(file, manifest));
    const refused = scores.filter((score) => score.refused).length;
    const right = Math.round(mean(scores.map((score) => score.right)));
    return `${right}${refused === 0 ? "" : files.length === 1 ? " (refused)" : ` (${refused} of ${files.length} refused)`}`;
  });
  console.log(`| ${name} | ${all} | ${cells.join(" | ")} |`);
}

/** Without files above 100 MiB, which take most of the time: one sparse file of 800 MiB. */
const manifestOf = (name: string) =>
  (JSON.parse(readFileSync(path.join(images, `${name}.json`), "utf8")) as ManifestEntry[]).filter(
    ({ size }) => size <= 100 * MIB,
  );
console.log("| image | files | Platter | 7-Zip | TSK |\n| --- | --- | --- | --- | --- |");
const isWanted = (name: string) => name.includes(values.rows);
for (const name of ["ext4-dirty", "ext4-nosb", "ext4-gptover", "ext4-trunc"].filter(isWanted))
  row(name, [path.join(images, `${name}.img`)], manifestOf(name));
for (const count of [100, 20]) {
  const name = `${count} metadata blocks zeroed, mean of 8`;
  if (!isWanted(name)) continue;
  const files = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
    const file = path.join(work, `${count}-${seed}.img`);
    run("python3", [
      path.join(shared, "damage.py"),
      path.join(images, "ext4-replayed.img"),
      file,
      String(seed),
      String(count),
      "meta",
    ]);
    return file;
  });
  row(name, files, manifestOf("ext4-replayed"));
  for (const file of files) rmSync(file);
}
rmSync(work, { recursive: true, force: true });
