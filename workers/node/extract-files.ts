import { mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import type { ExtractPick, ExtractProblem, ExtractResult } from "../api/index.ts";
import { VhdxError } from "../shared/error.ts";
import { BufferedSink } from "../engine/exports/files/buffered-sink.ts";
import {
  archiveWriter,
  ExtractionRun,
  type Subject,
  toFolder,
} from "../engine/exports/files/extraction-run.ts";
import type { JobContext } from "../engine/jobs/jobs.ts";
import { runJob, type WorkOptions } from "./job.ts";
import { NodeFolder } from "./node-folder.ts";
import { unfinished } from "./unfinished.ts";
import { put, written } from "./write-error.ts";

/** How files are extracted. */
export interface ExtractFilesRequest extends WorkOptions {
  /**
   * `tar` keeps owners, permissions, times to the nanosecond, links, devices, attributes and holes; `zip` permissions, links and whole
   * seconds; `folder` writes the files themselves, with their permissions, times and links.
   */
  readonly as: "tar" | "zip" | "folder";
  /** Path of a new file for a list of all files with their SHA-256, as JSON. */
  readonly manifest?: string | undefined;
  /** Whether to write zeros for what can't be read. Otherwise such an extraction fails. */
  readonly zeroUnreadable?: boolean | undefined;
}

/** What was extracted. */
export interface FilesExtracted {
  /** The archive or the folder. */
  readonly path: string;
  /** Bytes of the archive, or of all files. */
  readonly size: number;
  readonly files: number;
  readonly folders: number;
  /** The first 10,000 of what a user should know: files that were renamed, left out, or are not whole. */
  readonly problems: readonly ExtractProblem[];
  readonly problemCount: number;
  /** The runs that could not be read and are zeros, a line for each. */
  readonly zeroed: readonly string[];
}

/** Writes a file that must not be there yet; after a failure there is none. */
async function newFile<T>(target: string, write: (sink: BufferedSink) => Promise<T>): Promise<T> {
  const file = await written(target, () => open(target, "wx"));
  unfinished.add(target);
  let whole = false;
  try {
    const sink = new BufferedSink({ write: (at, bytes) => written(target, () => put(file, bytes, at)) });
    const result = await write(sink);
    await sink.flush();
    await written(target, () => file.sync());
    whole = true;
    return result;
  } finally {
    await file.close();
    if (!whole) await rm(target, { force: true });
    unfinished.delete(target);
  }
}

/** Makes the folder where it is not there. */
async function folderAt(to: string): Promise<NodeFolder> {
  await written(to, () => mkdir(to, { recursive: true }));
  return new NodeFolder(to);
}

async function toArchive(
  run: ExtractionRun,
  as: "tar" | "zip",
  to: string,
  job: JobContext,
): Promise<ExtractResult> {
  return newFile(to, async (sink) => {
    const extracted = await run.with(await archiveWriter(as, sink, run.problems), false, job);
    return run.result(extracted, null, sink.length);
  });
}

/** Extracts files; throws as `DiskFiles.extract` says. */
export async function extractToDisk(
  subject: Subject,
  nodes: readonly ExtractPick[],
  to: string,
  options: ExtractFilesRequest,
): Promise<FilesExtracted> {
  const { as, manifest } = options;
  if (manifest !== undefined && path.resolve(manifest) === path.resolve(to))
    throw new VhdxError("misuse", `${to} can't be the manifest too.`, { structure: "target" });
  return runJob({ label: "Extracting", unit: "bytes" }, options, async (job) => {
    const agree = () => Promise.resolve(options.zeroUnreadable === true);
    const run = new ExtractionRun(subject, { as, nodes, manifest: manifest !== undefined }, agree);
    const result =
      as === "folder"
        ? await toFolder(run, await folderAt(to), job, false)
        : await toArchive(run, as, to, job);
    const list = result.manifest;
    if (manifest !== undefined && list !== null)
      await newFile(manifest, async (sink) => {
        for await (const part of list.stream()) await sink.write(Uint8Array.from(part));
      });
    const { size, files, folders, problems, problemCount, zeroed } = result;
    return { path: to, size, files, folders, problems, problemCount, zeroed };
  });
}
