import type { ExtractPick } from "../../../api/index.ts";
import type { FileSystem, NodeStat, StoredName, WalkedEntry } from "../../../fs/file-system.ts";
import { bytesToHex } from "../../../shared/text.ts";
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
    if (stat.kind !== "file") {
      if (stat.kind === "unknown") this.#problems.add(path, "left-out", "It is neither a file nor a folder.");
      return stat.kind === "unknown" ? null : { path, stat, content: null, same: null };
    }
    if (stat.limit !== null) {
      const isOver = isDeleted && stat.limit.kind === "damaged";
      this.#problems.add(path, isOver ? "deleted" : "limited", stat.limit.words);
      if (stat.limit.kind !== "damaged") return null;
    }
    if (isDeleted && stat.limit === null)
      this.#problems.add(
        path,
        "deleted",
        "The file was deleted: blocks that were given to other files since hold bytes of these.",
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
}

/** Whether a folder has an entry that can be read. */
const holdsSomething = (fs: FileSystem, { stat }: Item) => fs.list(stat.node, null, 1).entries.length > 0;

const DOT = 0x2e;

/** A name with a number before its extension. */
function numbered({ text, bytes }: StoredName, number: number): StoredName {
  const mark = ` (${number})`;
  const inText = text.lastIndexOf(".");
  const inBytes = bytes.lastIndexOf(DOT);
  const at = inText > 0 ? inText : text.length;
  const cut = inBytes > 0 ? inBytes : bytes.length;
  return {
    text: text.slice(0, at) + mark + text.slice(at),
    bytes: Uint8Array.of(
      ...bytes.subarray(0, cut),
      ...new TextEncoder().encode(mark),
      ...bytes.subarray(cut),
    ),
  };
}

/** The picks under names of their own: a deleted file can have the name of another one of its folder. Those that are there keep theirs. */
function* distinct(picks: readonly ExtractPick[], problems: Problems): Generator<ExtractPick> {
  const taken = new Set<string>();
  for (const pick of picks.toSorted((a, b) => Number(a.isDeleted ?? false) - Number(b.isDeleted ?? false))) {
    const { node, name } = pick;
    const key = name === null ? null : bytesToHex(name.bytes);
    if (name !== null && key !== null && taken.has(key)) {
      const own = numbered(name, node);
      problems.add([own], "renamed", `Another file that is extracted has the name ${name.text}.`);
      yield { ...pick, name: own };
    } else yield pick;
    if (key !== null) taken.add(key);
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
  const maker = new ItemMaker(fs, problems);
  for (const { node, name, isDeleted = false } of distinct(picks, problems)) {
    const top = name === null ? [] : [name];
    const stat = fs.stat(node) ?? (isDeleted ? leftStat(fs, node) : null);
    if (name !== null) yield maker.make(top, stat, isDeleted);
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
