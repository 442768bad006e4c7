import { spawn } from "node:child_process";
import { root, type Step } from "./steps.ts";

/** Milliseconds that an ended step has to close its browsers. */
const GRACE = 10_000;

/**
 * Runs a step in a process of its own, but no longer than its limit.
 *
 * @param held whether to print its output only at its end, as other steps run at the same time
 * @returns its exit status; 1 where it was ended
 */
export function runStep(step: Step, env: NodeJS.ProcessEnv, held: boolean): Promise<number> {
  const child = spawn(process.execPath, step.args, {
    cwd: root,
    stdio: held ? ["ignore", "pipe", "pipe"] : "inherit",
    env,
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (piece: Buffer) => output.push(piece));
  const limit = setTimeout(() => {
    const words = `${step.name} was ended after ${step.limit} minutes.\n`;
    if (held) output.push(Buffer.from(words));
    else process.stderr.write(words);
    child.kill();
    setTimeout(() => child.kill("SIGKILL"), GRACE).unref();
  }, step.limit * 60_000);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      clearTimeout(limit);
      if (held) process.stdout.write(`\n── ${step.name}\n${Buffer.concat(output).toString()}`);
      resolve(status ?? 1);
    });
  });
}
