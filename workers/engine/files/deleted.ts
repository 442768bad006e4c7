import type { DeletedFile, DeletedFiles, FileNode } from "../../api/index.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";
import { kindOf, walkInJob } from "./walk.ts";

/** Files of one answer at most. */
const MOST_FILES = 10_000;

/** Which of some folders can be reached from the root: a parent may be a folder that was deleted, or a node that was given away. */
async function foldersThere(
  fs: FileSystem,
  wanted: ReadonlySet<FileNode>,
  job: JobContext,
): Promise<ReadonlySet<FileNode>> {
  const there = new Set<FileNode>();
  if (wanted.has(fs.root)) there.add(fs.root);
  if (there.size < wanted.size)
    await walkInJob(fs, fs.root, "Looking for the folders of deleted files", job, (walked) => {
      const { node } = walked.entry;
      if (wanted.has(node) && kindOf(walked) === "directory") there.add(node);
      return there.size < wanted.size;
    });
  return there;
}

/**
 * Files that were deleted, or that no folder names. A parent that is not among the folders of today is not said.
 *
 * @throws VhdxError `cancelled`.
 */
export async function deletedFiles(fs: FileSystem, job: JobContext): Promise<DeletedFiles> {
  const files: DeletedFile[] = [];
  let count = 0;
  const steps = fs.deleted((entry) => {
    count += 1;
    if (files.length < MOST_FILES) files.push(entry);
  });
  await runStepsInJob(steps, job, "Looking for deleted files");
  const parents = new Set(files.flatMap(({ parent }) => parent ?? []));
  const there = await foldersThere(fs, parents, job);
  return {
    files: files.map((file) =>
      file.parent === null || there.has(file.parent) ? file : { ...file, parent: null },
    ),
    count,
  };
}
