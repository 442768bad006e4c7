import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { casesFolder, corpusFolder } from "./corpus.ts";

/** Programs of Linux that make file systems and partition tables, recognise them, or unpack archives. */
const FILE_SYSTEM_TOOLS = [
  "mkfs.ext4",
  "tune2fs",
  "debugfs",
  "dumpe2fs",
  "mkfs.ntfs",
  "mkfs.vfat",
  "mkfs.exfat",
  "mkfs.xfs",
  "mkfs.btrfs",
  "mkswap",
  "sgdisk",
  "sfdisk",
  "fdisk",
  "pvcreate",
  "losetup",
  "cryptsetup",
  "blkid",
  "tar",
  "unzip",
] as const;

/** What some tests need beyond Node and a browser; `npm test` installs as much of it as it can. */
export const NEEDS = [
  "corpus",
  "cases",
  "qemu-img",
  "qemu-io",
  "python3",
  "vhdiinfo",
  "pyvhdi",
  "pwsh",
  ...FILE_SYSTEM_TOOLS,
] as const;

export type Need = (typeof NEEDS)[number];

/** Playwright's `test` and the context that Vitest hands to a test both have this. */
interface Skippable {
  skip(condition: boolean, reason: string): void;
}

const known = new Map<Need, boolean>();

/** The distribution's Python: another Python does not find the distribution's packages. */
export const SYSTEM_PYTHON = "/usr/bin/python3";

/** Where `npm test` puts PowerShell if the machine has .NET and no `pwsh`. */
export const PWSH_FOLDER = fileURLToPath(new URL("../../.cache/pwsh/", import.meta.url));

const runs = (program: string): boolean => spawnSync(program, ["-NoLogo", "-Version"]).status === 0;

/** The PowerShell of this machine: its own, else the one of `npm test`; null if there is none. */
export function findPwsh(): string | null {
  return ["pwsh", `${PWSH_FOLDER}pwsh`].find(runs) ?? null;
}
/** Folders of programs; those of the administrator are not in every user's path. */
export const PATH = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;

const isTool = (need: Need): boolean => (FILE_SYSTEM_TOOLS as readonly string[]).includes(need);

/** Whether this machine has what is needed, now. */
export function isThere(need: Need): boolean {
  if (need === "corpus") return corpusFolder() !== null;
  if (need === "cases") return casesFolder() !== null;
  // They do not agree on an option that only says the version.
  if (isTool(need)) {
    const env = { ...process.env, PATH };
    return spawnSync("sh", ["-c", `command -v ${need}`], { env }).status === 0;
  }
  if (need === "pyvhdi") return spawnSync(SYSTEM_PYTHON, ["-c", "import pyvhdi"]).status === 0;
  if (need === "pwsh") return findPwsh() !== null;
  return spawnSync(need, [need === "vhdiinfo" ? "-V" : "--version"]).status === 0;
}

/** Whether this machine has what is needed; looked up once. */
export function has(need: Need): boolean {
  const there = known.get(need) ?? isThere(need);
  known.set(need, there);
  return there;
}

/** Its name in a sentence. */
export const nameOf = (need: Need): string =>
  need === "corpus" || need === "cases" ? `../shared/${need}` : need;

/**
 * Skips the running test, with a reason, if this machine lacks something that the test needs. With `CI=true` it throws
 * instead, as nothing may be skipped there.
 *
 * @param test the context of a Vitest test (`it("…", (test) => …)`), or Playwright's `test`
 */
export function requireTool(test: Skippable, ...needs: Need[]): void {
  const absent = needs.filter((need) => !has(need));
  if (absent.length === 0) return;
  const names = absent.map(nameOf).join(" and ");
  if (process.env.CI === "true") throw new Error(`CI must have ${names}: nothing is skipped there.`);
  test.skip(true, `needs ${names}, which this machine doesn't have`);
}
