import type { ExtractPick } from "../../../api/index.ts";
import type {
  FileContent,
  FileSystem,
  NodeId,
  NodeStat,
  StoredName,
  WalkedEntry,
} from "../../../fs/file-system.ts";
import { type Item, pathKey } from "./item.ts";
import { LinkGuard } from "./link-guard.ts";
import type { Problems } from "./problems.ts";
import { plainName } from "./safe-name.ts";
import { Tops } from "./tops.ts";

/** Other names of files that are remembered, to extract them as hard links. */
const MOST_LINKED = 1_000_000;

const CHANGED = "The name can't be that of a file, and was changed.";

const encoder = new TextEncoder();

/** Names of streams that came by in the folder that is walked. Two of a hostile disk can be the same once they can be names of files. */
class StreamNames {
  readonly #fs: FileSystem;
  readonly #names = new Set<string>();
  #folder: NodeId | null = null;

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  /** Null for a name that a file or another stream of the folder has. */
  take(folder: NodeId, name: StoredName): StoredName | null {
    if (folder !== this.#folder) this.#names.clear();
    this.#folder = folder;
    // Only a system that is not Windows gives a name with a colon to a file.
    const isTaken = this.#names.has(pathKey([name])) || this.#fs.lookup(folder, name.bytes) !== null;
    this.#names.add(pathKey([name]));
    return isTaken ? null : name;
  }
}

/** Makes items of what a walk comes by. */
class ItemMaker {
  readonly #fs: FileSystem;
  readonly #problems: Problems;
  /** First path of each file with several names. */
  readonly #linked = new Map<number, readonly StoredName[]>();
  /** The same of streams, by node and name. */
  readonly #linkedStreams = new Map<string, readonly StoredName[]>();

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
      this.#problems.add(stored, "renamed", CHANGED);
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
    return { path, stat, stream: null, content, same };
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
    return { path, stat, stream: null, content: null, same: null };
  }

  /**
   * The named streams of a file or folder, each as a file `NAME:STREAM` beside it: a colon is in no name that Windows takes.
   *
   * @param stored its path; empty for the root, whose streams are `:STREAM`
   * @param take the name that a stream gets; null where it can't have one
   */
  *streams(
    stored: readonly StoredName[],
    stat: NodeStat | null,
    take: (name: StoredName) => StoredName | null,
  ): Generator<Item> {
    if (stat === null || stat.limit?.kind === "encrypted") return;
    const name = stored.at(-1);
    const above = stored.slice(0, -1).map(plainName);
    for (const { name: stream } of stat.streams) {
      const text = `${name?.text ?? ""}:${stream}`;
      const bytes = Uint8Array.of(...(name?.bytes ?? []), ...encoder.encode(`:${stream}`));
      const plain = plainName({ text, bytes });
      const whole = [...above, plain];
      if (plain.text !== text) this.#problems.add([...above, { text, bytes }], "renamed", CHANGED);
      const content = this.#fs.open(stat.node, stream);
      const own = content === null ? null : take(plain);
      if (content === null) this.#problems.add(whole, "unreadable", "The stream can't be found.");
      else if (own === null)
        this.#problems.add(whole, "left-out", "A file or another stream has the name of the stream.");
      else yield this.#stream([...above, own], stat, stream, content);
    }
  }

  #stream(path: readonly StoredName[], stat: NodeStat, stream: string, content: FileContent): Item {
    const key = `${stat.node} ${stream}`;
    const same = this.#linkedStreams.get(key) ?? null;
    if (stat.links > 1 && same === null && this.#linkedStreams.size < MOST_LINKED)
      this.#linkedStreams.set(key, path);
    const own = { kind: "file", target: null, device: null, streams: [], attributes: [] } as const;
    return { path, stat: { ...stat, ...own, size: content.size }, stream, content, same };
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
  const names = new StreamNames(fs);
  for (const { node, top, isDeleted } of tops) {
    const stat = fs.stat(node);
    if (top.length > 0) {
      const item = maker.make(top, stat, isDeleted);
      if (item !== null) yield* maker.streams(top, item.stat, (name) => tops.take(name));
      yield item;
    } else yield* maker.streams(top, stat, (name) => names.take(node, name));
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
        const whole = [...top, ...path];
        const item = maker.make(whole, each);
        // Before the item: what a folder holds comes right behind it.
        if (item !== null) yield* maker.streams(whole, each, (name) => names.take(parent, name));
        const isFolder = item?.stat.kind === "directory";
        if (isFolder && maker.holdsSomething(item.path, item.stat.node)) held.set(item.stat.node, item);
        else yield item;
      }
      yield null;
    }
    yield* held.values();
  }
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
