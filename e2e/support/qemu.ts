import { execFile } from "node:child_process";
import { constants, copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const scratchRoot = fileURLToPath(new URL("../../.cache/scratch/", import.meta.url));

export interface ToolResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. A status other than 0 is a result; a program that can't be started is an error. */
export async function tool(name: string, args: readonly string[]): Promise<ToolResult> {
  try {
    const { stdout, stderr } = await run(name, args, { maxBuffer: 256 * 1024 * 1024 });
    return { status: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof failed.code !== "number") throw error;
    return { status: failed.code, stdout: failed.stdout ?? "", stderr: failed.stderr ?? "" };
  }
}

/** Runs qemu-img. Throws its message if it fails. */
export async function qemuImg(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await tool("qemu-img", args);
  if (status !== 0) throw new Error(`qemu-img ${args.join(" ")} ended with ${status}: ${stderr || stdout}`);
  return stdout;
}

export interface QemuInfo {
  readonly format: string;
  readonly "virtual-size": number;
  readonly "cluster-size"?: number;
  readonly "dirty-flag": boolean;
}

export async function qemuInfo(image: string): Promise<QemuInfo> {
  return JSON.parse(await qemuImg("info", "--output=json", image)) as QemuInfo;
}

export interface QemuExtent {
  readonly start: number;
  readonly length: number;
  readonly data: boolean;
  readonly zero: boolean;
  /** File offset, if the extent has one. */
  readonly offset?: number;
}

export async function qemuMap(image: string, format = "vhdx"): Promise<readonly QemuExtent[]> {
  return JSON.parse(await qemuImg("map", "-f", format, "--output=json", image)) as QemuExtent[];
}

export interface QemuCheck {
  /** 0: nothing to do; 2: corruption found; 3: leaked clusters. */
  readonly status: number;
  readonly output: string;
}

/** `qemu-img check`; with `repair` it replays the log of the image, so give it a copy. */
export async function qemuCheck(image: string, repair = false): Promise<QemuCheck> {
  const { status, stdout, stderr } = await tool("qemu-img", [
    "check",
    ...(repair ? ["-r", "all"] : []),
    image,
  ]);
  return { status, output: stdout + stderr };
}

/** Runs qemu-io commands such as `read -P 0xa5 0 18M` on an image; with `readOnly` as `-r` does. */
export function qemuIo(image: string, commands: readonly string[], readOnly = false): Promise<ToolResult> {
  return tool("qemu-io", [
    ...(readOnly ? ["-r"] : []),
    "-f",
    "vhdx",
    ...commands.flatMap((command) => ["-c", command]),
    image,
  ]);
}

/** Copies an image with its holes. Resolves with the copy's path. */
export async function copyImage(from: string, folder: string, name = path.basename(from)): Promise<string> {
  const to = path.join(folder, name);
  const { status } =
    process.platform === "linux"
      ? await tool("cp", ["--sparse=always", "--reflink=auto", from, to])
      : { status: 1 };
  if (status !== 0) await copyFile(from, to, constants.COPYFILE_FICLONE);
  return to;
}

/** Calls `work` with an empty folder on the project's own disk (images can be larger than /tmp) and removes it. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(scratchRoot, { recursive: true });
  const folder = await mkdtemp(path.join(scratchRoot, "t-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
