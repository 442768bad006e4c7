import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("vhdx_oracle.py", import.meta.url));

/** Damage done in memory: the file cut to a size in bytes, or `length` bytes from a file offset inverted. */
export type OracleMutation =
  | { readonly truncate: number }
  | { readonly flip: number; readonly length: number };

/** The log under one mutation. Sequence numbers are decimal. */
export interface OracleMutationResult {
  /** What a replay applies; empty where `error` forbids it. */
  readonly active: readonly string[];
  /** What the search for the active sequence gives, whatever `error` says. */
  readonly found: readonly string[];
  readonly error: string | null;
}

/** Runs the reader and parses what it prints. */
async function run(args: readonly string[], input = ""): Promise<unknown> {
  const child = spawn(process.env["PYTHON"] ?? "python3", [script, ...args]);
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  // A reader that ends early closes its input; its exit code and message say why.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) {
    throw new Error(`The oracle ended with ${String(code)}: ${Buffer.concat(errors).toString()}`);
  }
  return JSON.parse(Buffer.concat(output).toString());
}

/**
 * What the log says under each of many mutations, each alone on the pristine bytes: about 0.3 ms each.
 *
 * @param image Path of the file, which is never written.
 * @returns One result per mutation, in order.
 * @throws Error where Python is missing (the environment variable `PYTHON` names another), the file can't be read, or a mutation has a negative or fractional number.
 */
export async function readLogMutationsWithOracle(
  image: string,
  mutations: readonly OracleMutation[],
): Promise<readonly OracleMutationResult[]> {
  const answer = await run(["--log-mutations", "--", image, "-"], JSON.stringify(mutations));
  return answer as readonly OracleMutationResult[];
}
