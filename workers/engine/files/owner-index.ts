import type { FileNode, FoundFile, OwnerOf } from "../../api/index.ts";
import type { FileSystem, VolumeRun } from "../../fs/file-system.ts";
import { SparseBits } from "../../fs/common/sparse-bits.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";
import { contentRuns } from "./file-runs.ts";
import { OwnerRuns } from "./owner-runs.ts";
import { Folders, foundFile, pathText, walkInJob } from "./walk.ts";

/** What the job says that it does. */
export const OWNING = "Finding which file owns each block";

/** Which file owns which run of a volume, as a walk found it. */
export class OwnerIndex {
  readonly #fs: FileSystem;
  readonly #runs: OwnerRuns;

  private constructor(fs: FileSystem) {
    this.#fs = fs;
    this.#runs = new OwnerRuns(fs.facts.size, fs.facts.blockSize);
  }

  /** Whether some files are not in the index. */
  get isCut(): boolean {
    return this.#runs.isCut;
  }

  /**
   * Walks a file system.
   *
   * @throws VhdxError `cancelled`.
   */
  static async of(fs: FileSystem, job: JobContext): Promise<OwnerIndex> {
    const index = new OwnerIndex(fs);
    const seen = new SparseBits();
    await walkInJob(fs, fs.root, OWNING, job, (walked) => {
      const { node } = walked.entry;
      // Another name of the same file is not added again.
      if ((walked.stat?.links ?? 1) <= 1 || seen.add(node)) index.#runs.add(node, contentRuns(fs, walked));
    });
    return index;
  }

  /** The file whose content holds a byte of the volume, and where in it. */
  exactly(offset: number): { readonly node: FileNode; readonly fileOffset: number | null } | null {
    for (const node of this.#runs.at(offset)) {
      const stat = this.#fs.stat(node);
      if (stat === null) continue;
      const entry = { name: { text: "", bytes: new Uint8Array() }, node, kind: stat.kind };
      for (const run of contentRuns(this.#fs, { parent: 0, entry, path: [], stat }))
        if (offset >= run.offset && offset < run.offset + run.length)
          return { node, fileOffset: run.fileOffset === null ? null : run.fileOffset + offset - run.offset };
    }
    return null;
  }
}

/** The path of a node, by a walk that ends at it; null where no folder names it. */
async function pathOf(fs: FileSystem, node: FileNode, job: JobContext): Promise<FoundFile | null> {
  let found: FoundFile | null = null;
  const folders = new Folders(fs.root);
  await walkInJob(fs, fs.root, "Finding the file's name", job, (walked) => {
    folders.add(walked);
    if (walked.entry.node !== node) return true;
    found = foundFile(walked, folders.way(walked));
    return false;
  });
  return found;
}

const isIn = (offset: number, runs: readonly VolumeRun[]) =>
  runs.some((run) => offset >= run.offset && offset < run.offset + run.length);

/** What owns a byte of a volume. @param volumeOffset bytes from the start of the volume */
export async function ownerAt(
  fs: FileSystem,
  index: OwnerIndex,
  volume: string,
  volumeOffset: number,
  job: JobContext,
): Promise<OwnerOf> {
  const at = { volume, volumeOffset };
  const owner = index.exactly(volumeOffset);
  if (owner !== null) {
    const file = await pathOf(fs, owner.node, job);
    const name = file === null ? "a file that no folder names" : visibleText(pathText(file.path));
    return { ...at, file, fileOffset: owner.fileOffset, kind: "file", words: `content of ${name}` };
  }
  const nothing = { ...at, file: null, fileOffset: null, kind: "none" } as const;
  if (isIn(volumeOffset, await runStepsInJob(fs.metadata(), job)))
    return { ...nothing, kind: "structure", words: "structure of the file system" };
  const free = await runStepsInJob(fs.free(), job);
  if (isIn(volumeOffset, free?.runs ?? []))
    return {
      ...nothing,
      words: fs.facts.isCurrent ? "free space" : "free space, as far as its log is applied",
    };
  return {
    ...nothing,
    words: index.isCut ? "not known: the files lie in more pieces than can be listed" : "not known",
  };
}
