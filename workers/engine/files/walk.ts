import type { FileKind, FileNode, FoundFile } from "../../api/index.ts";
import type { FileSystem, WalkedEntry } from "../../fs/file-system.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";

/** Names of a path in one text, for people. */
export const pathText = (path: readonly { readonly text: string }[]): string =>
  path.map(({ text }) => text).join("/");

/** What an entry is: by its node, else as its folder says. */
export const kindOf = ({ stat, entry }: WalkedEntry): FileKind => stat?.kind ?? entry.kind;

/** A walked entry as a found file. @param nodes the folders on the way, then the entry itself */
export function foundFile(walked: WalkedEntry, nodes: readonly FileNode[]): FoundFile {
  const { path, stat, entry } = walked;
  return {
    node: entry.node,
    kind: kindOf(walked),
    path,
    nodes,
    size: stat?.size ?? null,
    modified: stat?.times.modified ?? null,
  };
}

/** The folders that a walk came by, to name the way to an entry. */
export class Folders {
  readonly #parents = new Map<FileNode, FileNode>();
  readonly #root: FileNode;

  constructor(root: FileNode) {
    this.#root = root;
  }

  /** Takes note of an entry that a walk gave. */
  add(walked: WalkedEntry): void {
    if (kindOf(walked) === "directory") this.#parents.set(walked.entry.node, walked.parent);
  }

  /** Nodes from the root's child on to an entry. */
  way({ parent, entry, path }: WalkedEntry): readonly FileNode[] {
    const nodes = [entry.node];
    let at: FileNode | undefined = parent;
    while (at !== undefined && at !== this.#root && nodes.length < path.length) {
      nodes.push(at);
      at = this.#parents.get(at);
    }
    return nodes.toReversed();
  }
}

/**
 * Walks a file system in a job.
 *
 * @param take called for each entry; an answer of false ends the walk
 * @returns entries that were taken
 * @throws VhdxError `cancelled`.
 */
export async function walkInJob(
  fs: FileSystem,
  from: FileNode,
  label: string,
  job: JobContext,
  take: (entry: WalkedEntry) => boolean | void,
): Promise<number> {
  let count = 0;
  let ended = false;
  const steps = fs.walk(from, (entry) => {
    if (ended) return;
    count += 1;
    if (take(entry) === false) ended = true;
  });
  const total = from === fs.root ? fs.facts.files : null;
  const progressed: JobContext = {
    get cancelled() {
      return job.cancelled;
    },
    checkpoint: () => job.checkpoint(),
    pointOfNoReturn: (text) => job.pointOfNoReturn(text),
    progress: () => job.progress(count, total === null ? null : Math.max(total, count), label),
  };
  const endable = (function* () {
    for (;;) {
      const next = steps.next();
      if (next.done === true || ended) return;
      yield next.value;
    }
  })();
  try {
    await runStepsInJob(endable, progressed, label);
  } finally {
    steps.return(undefined);
  }
  return count;
}
