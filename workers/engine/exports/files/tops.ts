import type { ExtractPick } from "../../../api/index.ts";
import type { FileSystem, NodeId, StoredName } from "../../../fs/file-system.ts";
import { pathKey } from "./item.ts";
import type { Problems } from "./problems.ts";
import { TakenNames } from "./safe-name.ts";

/** A pick under the name that it is extracted by; the root has none. */
interface Top {
  readonly node: NodeId;
  readonly top: readonly StoredName[];
  readonly isDeleted: boolean;
}

/** Picks as they are extracted: the root first, and each under a name of its own. */
export class Tops {
  readonly #fs: FileSystem;
  readonly #problems: Problems;
  readonly #taken = new TakenNames({ windows: false, caseless: false });
  readonly #picks: readonly ExtractPick[];
  readonly #hasRoot: boolean;
  readonly #picked: ReadonlySet<NodeId>;
  /** Nodes of the picks that came with the root. */
  readonly #come = new Set<NodeId>();

  constructor(fs: FileSystem, picks: readonly ExtractPick[], problems: Problems) {
    this.#fs = fs;
    this.#problems = problems;
    // What is there keeps its name, and a deleted file of the same name gets another one.
    const named = picks
      .filter(({ name }) => name !== null)
      .toSorted((a, b) => Number(a.isDeleted ?? false) - Number(b.isDeleted ?? false));
    const root = picks.find(({ name }) => name === null);
    this.#hasRoot = root !== undefined;
    this.#picks = root === undefined ? named : [root, ...named];
    this.#picked = new Set(named.map(({ node }) => node));
  }

  /** Takes note of a node that the root holds. */
  came(node: NodeId): void {
    if (this.#hasRoot && this.#picked.has(node)) this.#come.add(node);
  }

  *[Symbol.iterator](): Generator<Top> {
    const done = new Set<string>();
    for (const { node, name, isDeleted = false } of this.#picks) {
      if (name === null) {
        yield { node, top: [], isDeleted };
        continue;
      }
      const key = `${node} ${pathKey([name])}`;
      if (done.has(key) || this.#come.has(node)) continue;
      done.add(key);
      yield { node, top: [this.take(name)], isDeleted };
    }
  }

  /** The name that something gets beside the picks: its own, or one with a number, which is listed. */
  take(name: StoredName): StoredName {
    const encoder = new TextEncoder();
    for (;;) {
      const text = this.#taken.take(name.text);
      const made = text === name.text ? name : { text, bytes: encoder.encode(text) };
      if (this.#hasRoot && this.#fs.lookup(this.#fs.root, made.bytes) !== null) continue;
      if (made !== name) this.#problems.add([name], "renamed", `Extracted as ${text}: the name is taken.`);
      return made;
    }
  }
}
