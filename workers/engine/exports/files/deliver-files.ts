import type { ExtractDestination, ExtractRequest, ExtractResult, JobPort } from "../../../api/index.ts";
import type { FileSystem } from "../../../fs/file-system.ts";
import { VhdxError } from "../../../shared/error.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { writeError } from "../deliver/to-handle.ts";
import type { ArchiveSink } from "./archive-sink.ts";
import { BlobSink } from "./blob-sink.ts";
import { BufferedSink } from "./buffered-sink.ts";
import type { EntryWriter } from "./entry-writer.ts";
import { extractFiles, type Extracted, type PiecesOf } from "./extract.ts";
import type { FolderTarget } from "./folder-target.ts";
import { FolderWriter } from "./folder-writer.ts";
import { HandleFolder } from "./handle-folder.ts";
import { Manifest, type ManifestHead } from "./manifest.ts";
import { Problems } from "./problems.ts";
import { TarWriter } from "./tar/tar-writer.ts";
import { ZipWriter } from "./zip/zip-writer.ts";

const TYPES = { tar: "application/x-tar", zip: "application/zip" } as const;
/** Name of the manifest in a folder. */
const MANIFEST = "platter-files.json";

/** What is extracted, and how its manifest names it. */
export interface Subject {
  readonly fs: FileSystem;
  readonly head: ManifestHead;
  /** Null where no download can take slices. */
  readonly piecesOf: PiecesOf | null;
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
class Run {
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
    const { fs, head, piecesOf } = this.#subject;
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

async function toDownload(run: Run, as: "tar" | "zip", job: JobContext): Promise<ExtractResult> {
  const sink = new BlobSink();
  const extracted = await run.with(await archiveWriter(as, sink, run.problems), true, job);
  const blob = sink.build(TYPES[as]);
  return run.result(extracted, blob, blob.size);
}

async function toFile(
  run: Run,
  as: "tar" | "zip",
  handle: FileSystemFileHandle,
  job: JobContext,
): Promise<ExtractResult> {
  const writable = await handle.createWritable().catch((thrown: unknown) => {
    throw writeError(thrown);
  });
  try {
    const sink = new BufferedSink({
      write: (position, data) =>
        writable.write({ type: "write", position, data }).catch((thrown: unknown) => {
          throw writeError(thrown);
        }),
    });
    const extracted = await run.with(await archiveWriter(as, sink, run.problems), false, job);
    await sink.flush();
    job.pointOfNoReturn("Putting the file in place");
    await writable.close().catch((thrown: unknown) => {
      throw writeError(thrown);
    });
    return run.result(extracted, null, sink.length);
  } catch (thrown) {
    await writable.abort().catch(() => {});
    throw thrown;
  }
}

/** Writes the manifest beside the extracted files, under a name that is not taken. */
async function writeManifest(target: FolderTarget, manifest: Blob): Promise<void> {
  let name = MANIFEST;
  for (let nth = 2; await target.exists(name); nth += 1) name = MANIFEST.replace(".", ` (${nth}).`);
  const file = await target.file([name]);
  if (file === null) return;
  await file.write(new Uint8Array(await manifest.arrayBuffer()));
  await file.end(null);
}

async function toFolder(run: Run, target: FolderTarget, job: JobContext): Promise<ExtractResult> {
  const writer = new FolderWriter(target, run.problems);
  try {
    const extracted = await run.with(writer, false, job);
    const { manifest } = run;
    if (manifest !== null) await writeManifest(target, manifest);
    return run.result(extracted, null);
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
}

/**
 * Extracts files to where the user wants them. After a cancel or a failure an archive is not there; in a folder the files that are
 * whole stay.
 *
 * @throws VhdxError `misuse` where the form does not go with the destination; `cancelled`; as `extractFiles`.
 */
export async function deliverFiles(
  subject: Subject,
  request: ExtractRequest,
  to: ExtractDestination,
  ask: JobPort["unread"],
  job: JobContext,
): Promise<ExtractResult> {
  const run = new Run(subject, request, ask);
  const { as } = request;
  if (as === "folder" && to.kind === "folder") return toFolder(run, new HandleFolder(to.handle), job);
  if (as !== "folder" && to.kind === "download") return toDownload(run, as, job);
  if (as !== "folder" && to.kind === "handle") return toFile(run, as, to.handle, job);
  throw new VhdxError("misuse", "Archives go to files, and folders to folders.", { structure: "target" });
}
