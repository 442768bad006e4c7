import { spawn } from "node:child_process";

/**
 * Runs a command to its end.
 *
 * @param statuses exit codes that count as success
 * @returns milliseconds, the start of the process included.
 * @throws with the command's output if it ends with another code.
 */
export async function timeCommand(
  program: string,
  args: readonly string[],
  statuses: readonly number[] = [0],
): Promise<{ readonly time: number; readonly output: string }> {
  const started = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const listen = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const status = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? -1));
  });
  const time = performance.now() - started;
  if (!statuses.includes(status))
    throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${output.slice(-1000)}`);
  return { time, output };
}
