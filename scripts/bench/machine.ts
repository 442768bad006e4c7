import { spawnSync } from "node:child_process";
import os from "node:os";
import type { Machine } from "./result.ts";

/** The machine of the measurements. */
export function describeMachine(browser: string): Machine {
  const cpus = os.cpus();
  const { stdout } = spawnSync("qemu-img", ["--version"], { encoding: "utf8" });
  return {
    cpu: cpus[0]?.model ?? "unknown",
    cores: cpus.length,
    memory: os.totalmem(),
    system: `${os.type()} ${os.release().split("-")[0] ?? ""}`,
    node: process.version,
    browser,
    qemu: /version (\S+)/.exec(stdout)?.[1] ?? "unknown",
  };
}
