import { spawnSync } from "node:child_process";
import { mkdir, rmdir } from "node:fs/promises";
import path from "node:path";
import { PATH } from "../../e2e/support/needs.ts";
import { inTurn } from "./pairs.ts";
import { timeCommand } from "./peers.ts";
import type { Scale } from "./scale.ts";

/** 7-Zip's program for the command line, under the name it has here; null where there is none. */
export function sevenZip(): string | null {
  return ["7zz", "7z"].find((name) => spawnSync(name, ["i"], { stdio: "ignore" }).status === 0) ?? null;
}

/** `inTurn`, or our way alone where this machine lacks the peer. */
export async function besideOrAlone(
  scale: Scale,
  ours: () => Promise<number>,
  peer: (() => Promise<number>) | null,
): Promise<{ readonly ours: readonly number[]; readonly peers: readonly number[] }> {
  const times = await inTurn(scale, ours, peer ?? (() => Promise.resolve(Number.NaN)));
  return peer === null ? { ours: times.ours, peers: [] } : times;
}

/**
 * Milliseconds of `find` for all files of a raw image that the kernel mounts, read-only, without what it would remember from before.
 *
 * @returns null where this user may not mount, or there is nothing to mount by
 * @throws where `find` does not come by `count` files
 */
export async function findTime(raw: string, folder: string, count: number): Promise<number | null> {
  const at = path.join(folder, "mounted");
  await mkdir(at, { recursive: true });
  const done = (program: string, args: readonly string[]) =>
    spawnSync(program, args, { env: { ...process.env, PATH }, stdio: "ignore" }).status === 0;
  try {
    if (!done("mount", ["-t", "ext4", "-o", "loop,ro,noload", raw, at])) return null;
    try {
      const { time, output } = await timeCommand("sh", ["-c", 'find "$1" -type f | wc -l', "sh", at]);
      if (Number(output) !== count) throw new Error(`find comes by ${output.trim()} files, not ${count}`);
      return time;
    } finally {
      done("umount", [at]);
    }
  } finally {
    // Fails while something is mounted there, which must not be taken for a part of the folder.
    await rmdir(at);
  }
}
