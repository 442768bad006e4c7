import type { ExtractPick } from "../../../api/index.ts";
import type { FileSystem, NodeStat, StoredName, WalkedEntry } from "../../../fs/file-system.ts";
import type { Item } from "./item.ts";
import type { Problems } from "./problems.ts";
import { plainName } from "./safe-name.ts";

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

  /** Null where there is nothing to extract, which is listed. */
  make(stored: readonly StoredName[], stat: NodeStat | null): Item | null {
    const path = stored.map(plainName);
    if (path.some((name, at) => name.text !== stored[at]?.text))
      this.#problems.add(stored, "renamed", "The name can't be that of a file, and was changed.");
    if (stat === null) {
      this.#problems.add(path, "unreadable", "What the file system keeps of it can't be read.");
      return null;
    }
    if (stat.kind !== "file") {
      if (stat.kind === "unknown") this.#problems.add(path, "left-out", "It is neither a file nor a folder.");
      return stat.kind === "unknown" ? null : { path, stat, content: null, same: null };
    }
    if (stat.limit !== null) {
      this.#problems.add(path, "limited", stat.limit.words);
      if (stat.limit.kind !== "damaged") return null;
    }
    const same = this.#linked.get(stat.node) ?? null;
    const content = this.#fs.open(stat.node, null);
    if (content === null) {
      this.#problems.add(path, "unreadable", "Its content can't be found.");
      return null;
    }
    if (stat.links > 1 && same === null && this.#linked.size < MOST_LINKED) this.#linked.set(stat.node, path);
    return { path, stat, content, same };
  }
}

/** Whether a folder has an entry that can be read. */
const holdsSomething = (fs: FileSystem, { stat }: Item) => fs.list(stat.node, null, 1).entries.length > 0;

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
  const maker = new ItemMaker(fs, problems);
  for (const { node, name } of picks) {
    const top = name === null ? [] : [name];
    const stat = fs.stat(node);
    if (name !== null) yield maker.make(top, stat);
    if (stat?.kind !== "directory") continue;
    let walked: WalkedEntry[] = [];
    // A folder comes right before what it holds: tar sets the times of a folder once an entry is not in it.
    const held = new Map<number, Item>();
    const steps = fs.walk(node, (entry) => void walked.push(entry));
    for (let ended = false; !ended;) {
      ended = steps.next().done === true;
      const taken = walked;
      walked = [];
      for (const { path, stat: each, parent } of taken) {
        const folder = held.get(parent);
        held.delete(parent);
        if (folder !== undefined) yield folder;
        const item = maker.make([...top, ...path], each);
        if (item?.stat.kind === "directory" && holdsSomething(fs, item)) held.set(item.stat.node, item);
        else yield item;
      }
      yield null;
    }
    yield* held.values();
  }
}
