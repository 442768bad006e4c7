import type { FileNode, FoundFile, OwnerOf } from "../../api/index.ts";
import type { FileSystem, VolumeRun, WalkedEntry } from "../../fs/file-system.ts";
import { MIB } from "../../shared/numbers.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";
import { contentRuns } from "./file-runs.ts";
import { Folders, foundFile, pathText, walkInJob } from "./walk.ts";

/** What the job says that it does. */
export const OWNING = "Finding which file owns each block";

/** Memory of the runs: 12 bytes each. */
const MOST_RUNS = Math.floor((128 * MIB) / 12);
/** Numbers that an array of 32 bits holds. */
const WORD = 2 ** 32;

/** A growing list of numbers of 32 bits. */
class Words {
  #list = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#list.length) {
      const grown = new Uint32Array(this.#list.length * 2);
      grown.set(this.#list);
      this.#list = grown;
    }
    this.#list[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.#list[index] ?? 0;
  }
}

/** What the index finds. */
interface Owner {
  readonly node: FileNode;
}

/** Which file owns which run of a volume, as a walk found it. */
export class OwnerIndex {
  readonly #fs: FileSystem;
  /** Bytes of the unit that runs are counted in: a block of the file system, or more where it has more than 2^32. */
  readonly #unit: number;
  readonly #starts = new Words();
  readonly #lengths = new Words();
  readonly #owners = new Words();
  /** Nodes by the numbers that `#owners` has. */
  readonly #nodes: FileNode[] = [];
  /** Indexes of the runs by their start. */
  #order = new Uint32Array();
  /** Whether some runs are not in the index. */
  isCut = false;

  private constructor(fs: FileSystem) {
    this.#fs = fs;
    let unit = Math.max(512, fs.facts.blockSize);
    while (fs.facts.size / unit >= WORD) unit *= 2;
    this.#unit = unit;
  }

  /**
   * Walks a file system.
   *
   * @throws VhdxError `cancelled`.
   */
  static async of(fs: FileSystem, job: JobContext): Promise<OwnerIndex> {
    const index = new OwnerIndex(fs);
    const seen = new Set<FileNode>();
    await walkInJob(fs, fs.root, OWNING, job, (walked) => {
      // Another name of the same file.
      if ((walked.stat?.links ?? 1) > 1) {
        if (seen.has(walked.entry.node)) return;
        seen.add(walked.entry.node);
      }
      index.#add(walked);
    });
    const order = new Uint32Array(index.#starts.length);
    for (let at = 0; at < order.length; at += 1) order[at] = at;
    index.#order = order.sort((a, b) => index.#starts.at(a) - index.#starts.at(b));
    return index;
  }

  #add(walked: WalkedEntry): void {
    let owner = -1;
    for (const { offset, length } of contentRuns(this.#fs, walked)) {
      if (this.#starts.length >= MOST_RUNS) {
        this.isCut = true;
        return;
      }
      if (owner < 0) {
        owner = this.#nodes.length;
        this.#nodes.push(walked.entry.node);
      }
      const start = Math.floor(offset / this.#unit);
      this.#starts.push(start);
      this.#lengths.push(Math.min(WORD - 1, Math.ceil((offset + length) / this.#unit) - start));
      this.#owners.push(owner);
    }
  }

  /** Files whose runs may hold a byte of the volume, by the unit that they are counted in; at most a few. */
  *at(offset: number): Generator<Owner> {
    const unit = Math.floor(offset / this.#unit);
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts.at(this.#order[middle] ?? 0) <= unit) low = middle + 1;
      else high = middle;
    }
    // Runs rarely overlap; a few before the place are looked at, for values that share a block.
    for (let at = low - 1; at >= Math.max(0, low - 256); at -= 1) {
      const run = this.#order[at] ?? 0;
      if (this.#starts.at(run) + this.#lengths.at(run) > unit) {
        const node = this.#nodes[this.#owners.at(run)];
        if (node !== undefined) yield { node };
      }
    }
  }

  /** The file whose content holds a byte of the volume, and where in it. */
  exactly(offset: number): { readonly node: FileNode; readonly fileOffset: number | null } | null {
    for (const { node } of this.at(offset)) {
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
  return { ...nothing, words: index.isCut ? "not known: the disk has too many runs to list" : "not known" };
}
