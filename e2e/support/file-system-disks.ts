import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);
const SCRIPT = "scripts/file-system-disks.ts";

const write = (...args: readonly string[]) => execute(process.execPath, ["--import", "tsx", SCRIPT, ...args]);

/** Writes a disk with a small file system that the repository has. @param name "ext4-dirty", "ntfs", "fat32", … */
export async function storedDisk(name: string, vhdx: string): Promise<void> {
  await write("stored", name, vhdx);
}

/** Writes a raw disk as a VHDX with blocks of 1 MiB, stored in the order of the disk. */
export async function rawDisk(raw: string, vhdx: string): Promise<void> {
  await write("raw", raw, vhdx);
}

/**
 * Writes `parent.vhdx`, a disk as it was before, and `child.vhdx`, whose log has to be replayed before the disk is as it was after.
 *
 * @param before and after raw disks of one size, of at most 500 MiB
 */
export async function dirtyChain(before: string, after: string, folder: string): Promise<void> {
  await write("chain", before, after, folder);
}
