import type { ExtractPick } from "../../../api/index.ts";
import type { FileSystem, NodeId, NodeStat, StoredName, WalkedEntry } from "../../../fs/file-system.ts";
import type { Item } from "./item.ts";
import { LinkGuard } from "./link-guard.ts";
import type { Problems } from "./problems.ts";
import { plainName } from "./safe-name.ts";
import { Tops } from "./tops.ts";

/** Other names of files that are remembered, to extract them as hard links. */
const MOST_LINKED = 1_000_000;

/** Makes items of what a walk comes by. */
class ItemMaker {
  readonly #fs: FileSystem;
  readonly #problems: Problems;
  /** First path of each file with several names. */
  readonly #linked = new Map<number, readonly StoredName[]>();

  constructor(fs: FileSystem, problems: Problems) {
    this.#fs = fs;
    this.#problems = problems;
  }

  /**
   * Null where there is nothing to extract, which is listed.
   *
   * @param isDeleted whether it was deleted: what was written over it since is said, where the file system does not know
   */
  make(stored: readonly StoredName[], stat: NodeStat | null, isDeleted = false): Item | null {
    const path = stored.map(plainName);
    if (path.some((name, at) => name.text !== stored[at]?.text))
      this.#problems.add(stored, "renamed", "The name can't be that of a file, and was changed.");
    if (stat === null) {
      this.#problems.add(path, "unreadable", "What the file system keeps of it can't be read.");
      return null;
    }
    if (stat.kind !== "file") return this.#other(path, stat);
    if (stat.limit !== null) {
      const isOver = isDeleted && stat.limit.kind === "damaged";
      this.#problems.add(path, isOver ? "deleted" : "limited", stat.limit.words);
      if (stat.limit.kind !== "damaged") return null;
    }
    if (isDeleted && stat.limit === null)
      this.#problems.add(
        path,
        "deleted",
        "The file was deleted: what lay in blocks that other files got since is lost.",
      );
    const same = this.#linked.get(stat.node) ?? null;
    const content = this.#fs.open(stat.node, null);
    if (content === null) {
      this.#problems.add(path, "unreadable", "Its content can't be found.");
      return null;
    }
    if (stat.links > 1 && same === null && this.#linked.size < MOST_LINKED) this.#linked.set(stat.node, path);
    return { path, stat, content, same };
  }

  /** What is no file. */
  #other(path: readonly StoredName[], stat: NodeStat): Item | null {
    const { kind, limit, target } = stat;
    if (kind === "unknown") {
      this.#problems.add(path, "left-out", "It is neither a file nor a folder.");
      return null;
    }
    if (limit !== null) this.#problems.add(path, "limited", limit.words);
    if (kind === "symlink" && (target === null || limit?.kind === "encrypted")) {
      if (limit === null) this.#problems.add(path, "unreadable", "The target of the link can't be read.");
      return null;
    }
    return { path, stat, content: null, same: null };
  }

  /** Whether a folder has an entry that can be read. What can't be read at its start is listed, unless the file system lists it itself. */
  holdsSomething(path: readonly StoredName[], node: NodeId): boolean {
    const { entries, problems } = this.#fs.list(node, null, 1);
    if (problems.length > 0) {
      const known = new Set(this.#fs.problems().map(({ message }) => message));
      for (const sentence of problems)
        if (!known.has(sentence)) this.#problems.add(path, "unreadable", sentence);
    }
    return entries.length > 0;
  }
}

/** All items, whatever their paths. */
function* allItems(
  fs: FileSystem,
  picks: readonly ExtractPick[],
  problems: Problems,
): Generator<Item | null> {
  const maker = new ItemMaker(fs, problems);
  const tops = new Tops(fs, picks, problems);
  for (const { node, top, isDeleted } of tops) {
    const stat = fs.stat(node) ?? (isDeleted ? leftStat(fs, node) : null);
    if (top.length > 0) yield maker.make(top, stat, isDeleted);
    if (stat?.kind !== "directory") continue;
    maker.holdsSomething(top, node);
    let walked: WalkedEntry[] = [];
    // A folder comes right before what it holds: tar sets the times of a folder once an entry is not in it.
    const held = new Map<number, Item>();
    const steps = fs.walk(node, (entry) => void walked.push(entry));
    for (let ended = false; !ended;) {
      ended = steps.next().done === true;
      const taken = walked;
      walked = [];
      for (const { path, stat: each, parent, entry } of taken) {
        tops.came(entry.node);
        const folder = held.get(parent);
        held.delete(parent);
        if (folder !== undefined) yield folder;
        const item = maker.make([...top, ...path], each);
        const isFolder = item?.stat.kind === "directory";
        if (isFolder && maker.holdsSomething(item.path, item.stat.node)) held.set(item.stat.node, item);
        else yield item;
      }
      yield null;
    }
    yield* held.values();
  }
}

/** A deleted file whose content can be found though its node is free (NTFS); null where there is none. */
function leftStat(fs: FileSystem, node: number): NodeStat | null {
  const content = fs.open(node, null);
  if (content === null) return null;
  return {
    node,
    kind: "file",
    size: content.size,
    allocated: 0,
    links: 0,
    mode: null,
    owner: null,
    times: { modified: null, accessed: null, changed: null, created: null },
    target: null,
    device: null,
    streams: [],
    attributes: [],
    flags: ["deleted"],
    limit: null,
  };
}

/**
 * What is extracted, folders before what they hold. Null now and then, so that a long way between two items can be interrupted.
 *
 * @param picks files and folders; what lies below a folder comes with it
 */
export function* itemsOf(
  fs: FileSystem,
  picks: readonly ExtractPick[],
  problems: Problems,
): Generator<Item | null> {
  const guard = new LinkGuard(problems);
  for (const item of allItems(fs, picks, problems)) yield item === null ? null : guard.pass(item);
}
