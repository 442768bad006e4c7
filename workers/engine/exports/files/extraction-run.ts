import type { ExtractRequest, ExtractResult, JobPort } from "../../../api/index.ts";
import type { FileSystem } from "../../../fs/file-system.ts";
import type { StartHashWorker } from "../../hashes/digests.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import type { ArchiveSink } from "./archive-sink.ts";
import type { EntryWriter } from "./entry-writer.ts";
import { extractFiles, type Extracted, type PiecesOf } from "./extract.ts";
import type { FolderTarget } from "./folder-target.ts";
import { FolderWriter } from "./folder-writer.ts";
import { Manifest, type ManifestHead } from "./manifest.ts";
import { Problems } from "./problems.ts";
import { TarWriter } from "./tar/tar-writer.ts";
import { ZipWriter } from "./zip/zip-writer.ts";

/** Name of the manifest in a folder. */
const MANIFEST = "platter-files.json";

/** What is extracted, and how its manifest names it. */
export interface Subject {
  readonly fs: FileSystem;
  readonly head: ManifestHead;
  /** Null where no download can take slices. */
  readonly piecesOf: PiecesOf | null;
  /** Makes a worker for the digests of large files. Left out, or null: they are taken here. */
  readonly startHashWorker?: StartHashWorker | null;
}

/** An archive writer for a sink. */
export function archiveWriter(
  as: "tar" | "zip",
  sink: ArchiveSink,
  problems: Problems,
): Promise<EntryWriter> {
  return as === "zip" ? ZipWriter.start(sink, problems) : Promise.resolve(new TarWriter(sink, problems));
}

/** Runs one extraction with a writer, and collects what is said of it. */
export class ExtractionRun {
  readonly problems = new Problems();
  readonly #parts: Blob[] = [];
  readonly #subject: Subject;
  readonly #request: ExtractRequest;
  readonly #ask: JobPort["unread"];

  constructor(subject: Subject, request: ExtractRequest, ask: JobPort["unread"]) {
    this.#subject = subject;
    this.#request = request;
    this.#ask = ask;
  }

  async with(writer: EntryWriter, slices: boolean, job: JobContext): Promise<Extracted> {
    const { fs, head, piecesOf, startHashWorker = null } = this.#subject;
    const take = async (text: string) => void this.#parts.push(new Blob([text]));
    const manifest = this.#request.manifest ? new Manifest(head, take) : null;
    return extractFiles(
      {
        fs,
        picks: this.#request.nodes,
        writer,
        problems: this.problems,
        manifest,
        piecesOf: slices ? piecesOf : null,
        ask: this.#ask,
        startHashWorker,
      },
      job,
    );
  }

  get manifest(): Blob | null {
    return this.#request.manifest ? new Blob(this.#parts, { type: "application/json" }) : null;
  }

  result({ files, folders, bytes, zeroed }: Extracted, blob: Blob | null, size = bytes): ExtractResult {
    const { list, count } = this.problems;
    return {
      blob,
      manifest: this.manifest,
      size,
      files,
      folders,
      problems: list,
      problemCount: count,
      zeroed,
    };
  }
}

/** Writes the manifest beside the extracted files, under a name that is not taken. */
async function writeManifest(target: FolderTarget, manifest: Blob): Promise<void> {
  let name = MANIFEST;
  for (let nth = 2; await target.exists(name); nth += 1) name = MANIFEST.replace(".", ` (${nth}).`);
  const file = await target.file([name], null);
  if (file === null) return;
  await file.write(new Uint8Array(await manifest.arrayBuffer()));
  await file.end(null);
}

/**
 * Extracts into a folder. After a cancel or a failure the files that are whole stay.
 *
 * @param withManifest whether the manifest, where there is one, goes into the folder
 */
export async function toFolder(
  run: ExtractionRun,
  target: FolderTarget,
  job: JobContext,
  withManifest = true,
): Promise<ExtractResult> {
  const writer = new FolderWriter(target, run.problems);
  try {
    const extracted = await run.with(writer, false, job);
    const { manifest } = run;
    if (manifest !== null && withManifest) await writeManifest(target, manifest);
    return run.result(extracted, null);
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
}
