import {
  ChainFiles,
  type DiskImage,
  openImage,
  VhdxError,
  type WorkOptions,
} from "../../workers/node/index.ts";
import { EXIT } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** The tools of every command. */
export interface Run {
  readonly terminal: Terminal;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Options that say how an image is read. */
export interface ReadOptions {
  readonly parent?: readonly string[];
  readonly readAnyway?: boolean;
}

/** A failure to report for one image. */
export interface Failure {
  readonly file: string;
  readonly error: VhdxError;
  readonly code: number;
}

function codeOfFailure({ code, structure }: VhdxError): number {
  if (structure !== "target") return EXIT.unreadable;
  // The name is taken or impossible: the user has to give another one.
  return code === "misuse" ? EXIT.usage : EXIT.output;
}

/**
 * Opens one image after the other, each with its parents among the given files, and closes it before the next one is opened.
 *
 * @param work does and prints the command's work for an image; returns its exit code
 * @param failed reports an image that can't be read, or a result that can't be written
 * @returns the highest exit code
 * @throws VhdxError `cancelled`.
 */
export async function eachImage(
  run: Run,
  files: readonly string[],
  { parent = [], readAnyway }: ReadOptions,
  work: (image: DiskImage, file: string, options: WorkOptions) => Promise<number>,
  failed: (failure: Failure) => Promise<void> = async ({ file, error }) =>
    run.terminal.complain(file, error.message),
): Promise<number> {
  const parents = new ChainFiles([...files, ...parent]);
  let worst: number = EXIT.clean;
  for (const file of files) {
    let image: DiskImage | null = null;
    try {
      if (run.signal.aborted) throw new VhdxError("cancelled", "Cancelled.");
      image = await openImage(file, { parents });
      if (readAnyway === true) image.readAnyway();
      const options = { signal: run.signal, onProgress: run.terminal.progressOf(file) };
      worst = Math.max(worst, await work(image, file, options));
    } catch (thrown) {
      if (!(thrown instanceof VhdxError) || thrown.code === "cancelled") throw thrown;
      const code = codeOfFailure(thrown);
      worst = Math.max(worst, code);
      await failed({ file, error: thrown, code });
    } finally {
      image?.close();
    }
  }
  return worst;
}
