import type { DeletedFile, DeletedFiles } from "../../api/index.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";

/** Files of one answer at most. */
const MOST_FILES = 10_000;

/** Files that were deleted, or that no folder names. */
export async function deletedFiles(fs: FileSystem, job: JobContext): Promise<DeletedFiles> {
  const files: DeletedFile[] = [];
  let count = 0;
  const steps = fs.deleted((entry) => {
    count += 1;
    if (files.length < MOST_FILES) files.push(entry);
  });
  await runStepsInJob(steps, job, "Looking for deleted files");
  return { files, count };
}
