import type { ChangedFile, FoundFile } from "../../api/index.ts";
import type { FileContent, FileSystem, NodeId } from "../../fs/file-system.ts";
import { MIB } from "../../shared/numbers.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import type { JobContext } from "../jobs/jobs.ts";

/** Files of the answer. */
const MOST_FILES = 10_000;

/** Files whose content is compared; further ones count as changed where their blocks changed. */
const MOST_CANDIDATES = 100_000;
/** Bytes of content that are compared; that of a longer file counts as changed where its blocks changed. */
const MOST_COMPARED = 64 * MIB;

/** Whether two files of one size hold the same, as far as both can be read. */
async function sameContent(a: FileContent | null, b: FileContent | null, job: JobContext): Promise<boolean> {
  if (a === null || b === null || a.size !== b.size || a.size > MOST_COMPARED) return false;
  for (let at = 0; at < a.size; at += MIB) {
    await job.checkpoint();
    const length = Math.min(MIB, a.size - at);
    const [one, other] = [tryRead(a, at, length), tryRead(b, at, length)];
    if (one === null || other?.every((byte, nth) => byte === one[nth]) !== true) return false;
  }
  return true;
}

/** What of two files differs among content and streams, as far as both can be read. */
async function differingContent(
  one: FileSystem,
  before: NodeId,
  other: FileSystem,
  node: NodeId,
  job: JobContext,
): Promise<readonly string[]> {
  const isSame = (stream: string | null) =>
    sameContent(one.open(before, stream), other.open(node, stream), job);
  const what = (await isSame(null)) ? [] : ["content"];
  // A stream that only one of them has is found without its content.
  for (const { name } of other.stat(node)?.streams ?? [])
    if (!(await isSame(name))) return [...what, "streams"];
  return what;
}

/** A file that may have changed, in the order of the walk. */
interface Pending {
  readonly file: ChangedFile;
  /** Its node before, where its content is to be compared; null where it changed for sure. */
  readonly before: NodeId | null;
}

/** Collects what changed. Content is compared once the walk is over, as this takes long. */
export class FoundChanges {
  readonly counts = { added: 0, removed: 0, changed: 0 };
  readonly files: ChangedFile[] = [];
  #pending: Pending[] = [];
  #certain = 0;
  #candidates = 0;

  /** @param file made only where it is kept */
  add(change: ChangedFile["change"], what: readonly string[], file: () => FoundFile): void {
    this.counts[change] += 1;
    this.#certain += 1;
    if (this.#certain <= MOST_FILES) this.#pending.push({ file: { ...file(), change, what }, before: null });
  }

  /** Takes a file whose blocks changed. @param what differs for sure */
  candidate(what: readonly string[], file: () => FoundFile, before: NodeId): void {
    this.#candidates += 1;
    if (this.#candidates > MOST_CANDIDATES) this.add("changed", ["content", ...what], file);
    else this.#pending.push({ file: { ...file(), change: "changed", what }, before });
  }

  /** Decides about the candidates, and lists what changed. */
  async compare(one: FileSystem, other: FileSystem, job: JobContext): Promise<void> {
    let done = 0;
    for (const { file, before } of this.#pending) {
      job.progress((done += 1), this.#pending.length, "Comparing contents");
      await job.checkpoint();
      let made: ChangedFile | null = file;
      if (before !== null) {
        const content = await differingContent(one, before, other, file.node, job);
        const what = [...content, ...file.what.filter((each) => !content.includes(each))];
        made = what.length === 0 ? null : { ...file, what };
        if (made !== null) this.counts.changed += 1;
      }
      if (made !== null) this.#list(made);
    }
    this.#pending = [];
  }

  /** Takes an entry that is no longer there. Only after `compare`. */
  removed(file: () => FoundFile): void {
    this.counts.removed += 1;
    this.#list({ ...file(), change: "removed", what: [] });
  }

  #list(file: ChangedFile): void {
    if (this.files.length < MOST_FILES) this.files.push(file);
  }
}
