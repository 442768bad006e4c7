import type { FilesCount } from "../../api/index.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { kindOf, walkInJob } from "./walk.ts";

/** Counts all that a walk comes by. */
export async function countFiles(fs: FileSystem, job: JobContext): Promise<FilesCount> {
  const counts = { files: 0, folders: 0, links: 0, others: 0, bytes: 0, unreadable: 0 };
  await walkInJob(fs, fs.root, "Counting files", job, (walked) => {
    const kind = kindOf(walked);
    if (walked.stat === null) counts.unreadable += 1;
    if (kind === "file") {
      counts.files += 1;
      counts.bytes += walked.stat?.size ?? 0;
    } else if (kind === "directory") counts.folders += 1;
    else if (kind === "symlink") counts.links += 1;
    else counts.others += 1;
  });
  return counts;
}
