import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("vhdx_oracle.py", import.meta.url));

/** A write that a log entry asks for. Offset and length in bytes of the file. */
export interface OracleDescriptor {
  readonly kind: "data" | "zero";
  readonly file_offset: number;
  readonly length: number;
}

/** An entry of the active sequence. Offset and tail in bytes from the start of the log (MS-VHDX 2.3.1.1). */
export interface OracleLogEntry {
  readonly offset: number;
  readonly length: number;
  readonly tail: number;
  /** Decimal, for it uses all 64 bits. */
  readonly sequence: string;
  readonly flushed_file_offset: number;
  readonly last_file_offset: number;
  readonly descriptors: readonly OracleDescriptor[];
}

export interface OracleLog {
  /** Lower case, without braces. */
  readonly guid: string;
  readonly offset: number;
  readonly length: number;
  /** What a replay applies, from the tail to the head; empty where the log is clean or a replay is forbidden. */
  readonly active: readonly OracleLogEntry[];
  /** Sequence numbers that the search for the active sequence gives, also where the replay is forbidden. */
  readonly found: readonly string[];
  /** Entries of the found run that lie before its tail. */
  readonly entries_before_tail: number;
  /** Sectors that start a whole entry of another log GUID; left out of the reading of the log alone. */
  readonly stale_entries?: number;
  /** Bytes; null where the image is refused before or by its log. */
  readonly size_after_replay: number | null;
}

export interface OracleFinding {
  readonly code: string;
  readonly bat_index?: number;
  readonly other?: number;
}

/** What the reader says of headers and log alone: `opens` means that nothing in them forbids it. */
export interface OracleLogResult {
  readonly outcome: "opens" | "refused";
  /** A code of the corpus, or a kebab-case name where the corpus has none. */
  readonly error: string | null;
  readonly message: string | null;
  readonly findings: readonly OracleFinding[];
  /** Null where no header is current. */
  readonly log: OracleLog | null;
}

/** What the reader says of a whole image. Fields that it did not get to are left out. */
export interface OracleResult extends Omit<OracleLogResult, "outcome"> {
  readonly outcome: "opens" | "refused" | "invalid";
  readonly creator?: string;
  readonly data_write_guid?: string;
  readonly type?: "fixed" | "dynamic" | "differencing";
  readonly virtual_size?: number;
  readonly block_size?: number;
  readonly logical_sector_size?: number;
  readonly physical_sector_size?: number | null;
  readonly disk_id?: string | null;
  /** Entries by state, `payload-0` to `payload-7` and `bitmap-0` to `bitmap-7`. */
  readonly bat_states?: Readonly<Record<string, number>>;
  readonly parent_locator?: Readonly<Record<string, string>>;
  /** Sectors that a differencing image itself stores. */
  readonly present_sectors?: number;
  readonly present_sectors_sha256?: string;
  /** Null where the log grows the file by more than 1 GiB. */
  readonly post_replay_sha256?: string | null;
  readonly virtual_sparse_sha256?: string;
  /** Null above 1 GiB, or above 16 GiB with `full`. */
  readonly virtual_sha256?: string | null;
}

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
 * Reads an image whole: log, tables, block table, digests.
 *
 * @param image Path of the file, which is never written.
 * @param options `parents`: paths, the nearest first. `full`: the digest of every byte up to 16 GiB instead of 1 GiB.
 * @throws Error where Python is missing (the environment variable `PYTHON` names another) or a file can't be read.
 */
export async function readWithOracle(
  image: string,
  options: { readonly parents?: readonly string[]; readonly full?: boolean } = {},
): Promise<OracleResult> {
  const parents = (options.parents ?? []).flatMap((parent) => ["--parent", parent]);
  return (await run([...parents, ...(options.full ? ["--full"] : []), "--", image])) as OracleResult;
}

/**
 * Reads headers and log alone.
 *
 * @param image Path of the file, which is never written.
 * @throws Error as {@link readWithOracle}.
 */
export async function readLogWithOracle(image: string): Promise<OracleLogResult> {
  return (await run(["--log-only", "--", image])) as OracleLogResult;
}

/**
 * What the log says under each of many mutations, each alone on the pristine bytes: about 0.3 ms each.
 *
 * @param image Path of the file, which is never written.
 * @returns One result per mutation, in order.
 * @throws Error as {@link readWithOracle}, or where a mutation has a negative or fractional number.
 */
export async function readLogMutationsWithOracle(
  image: string,
  mutations: readonly OracleMutation[],
): Promise<readonly OracleMutationResult[]> {
  const answer = await run(["--log-mutations", "--", image, "-"], JSON.stringify(mutations));
  return answer as readonly OracleMutationResult[];
}
