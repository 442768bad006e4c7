import type { ExtractDestination, ExtractRequest, ExtractResult, JobPort } from "../../../api/index.ts";
import { VhdxError } from "../../../shared/error.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { writeError } from "../deliver/to-handle.ts";
import { BlobSink } from "./blob-sink.ts";
import { BufferedSink } from "./buffered-sink.ts";
import { archiveWriter, ExtractionRun, type Subject, toFolder } from "./extraction-run.ts";
import { HandleFolder } from "./handle-folder.ts";

const TYPES = { tar: "application/x-tar", zip: "application/zip" } as const;
async function toDownload(run: ExtractionRun, as: "tar" | "zip", job: JobContext): Promise<ExtractResult> {
  const sink = new BlobSink();
  const extracted = await run.with(await archiveWriter(as, sink, run.problems), true, job);
  const blob = sink.build(TYPES[as]);
  return run.result(extracted, blob, blob.size);
}

async function toFile(
  run: ExtractionRun,
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
  const run = new ExtractionRun(subject, request, ask);
  const { as } = request;
  if (as === "folder" && to.kind === "folder") return toFolder(run, new HandleFolder(to.handle), job);
  if (as !== "folder" && to.kind === "download") return toDownload(run, as, job);
  if (as !== "folder" && to.kind === "handle") return toFile(run, as, to.handle, job);
  throw new VhdxError("misuse", "Archives go to files, and folders to folders.", { structure: "target" });
}
