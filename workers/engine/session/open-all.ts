import type { ErrorFields, ImageId, ImageSource, OpenedBatch, OpenedSource } from "../../api/index.ts";
import { errorFields, VhdxError } from "../../shared/error.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { summaryOf } from "../report/summary.ts";
import { lineages, relinked } from "./lineages.ts";
import type { OpenFiles } from "./open-files.ts";

/** Whether two sources are the same file, as far as the browser tells. */
async function isSameSource(a: ImageSource, b: ImageSource): Promise<boolean> {
  if (a.kind === "handle" && b.kind === "handle") return a.handle.isSameEntry(b.handle);
  if (a.kind === "working" && b.kind === "working") return a.name === b.name;
  if (a.kind !== "file" || b.kind !== "file") return false;
  const [one, other] = [a.file, b.file];
  return (
    one === other ||
    (one.name === other.name && one.size === other.size && one.lastModified === other.lastModified)
  );
}

/** The open image of a source, null where there is none. */
async function openAs(files: OpenFiles, source: ImageSource): Promise<ImageId | null> {
  for (const id of files.ids) if (await isSameSource(files.get(id).source, source)) return id;
  return null;
}

/**
 * Opens files one after the other. A cancel leaves none of them open.
 *
 * @throws VhdxError `cancelled`; any error that is not a `VhdxError`.
 */
export async function openAll(
  files: OpenFiles,
  sources: readonly ImageSource[],
  job: JobContext,
): Promise<OpenedBatch> {
  const before = lineages(files);
  const added: ImageId[] = [];
  const idOf = async (source: ImageSource): Promise<ImageId> => {
    const known = await openAs(files, source);
    if (known !== null) return known;
    const id = files.add(await files.openWithKept(source, job));
    added.push(id);
    return id;
  };
  const results: (ImageId | ErrorFields)[] = [];
  try {
    for (const [nth, source] of sources.entries()) {
      job.progress(nth, sources.length);
      try {
        results.push(await idOf(source));
      } catch (thrown) {
        if (!(thrown instanceof VhdxError) || thrown.code === "cancelled") throw thrown;
        results.push(errorFields(thrown));
      }
    }
  } catch (thrown) {
    for (const id of added) files.close(id);
    throw thrown;
  }
  // Summaries are made at the end, since the last file may be the parent of the first.
  const answer = (result: ImageId | ErrorFields): OpenedSource => {
    if (typeof result !== "string") return { summary: null, error: result };
    const file = files.get(result);
    return { summary: summaryOf(result, file), notes: file.notes, lost: file.notesLost, error: null };
  };
  return { ...relinked(files, before), results: results.map(answer) };
}
