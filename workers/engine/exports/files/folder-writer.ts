import type { EntryWriter, FileWriter } from "./entry-writer.ts";
import type { FolderTarget, TargetFile } from "./folder-target.ts";
import { type Item, pathBytes } from "./item.ts";
import type { Problems } from "./problems.ts";
import { heldName, TakenNames } from "./safe-name.ts";

/** A link that is made at the end. */
interface Link {
  readonly item: Item;
  readonly path: readonly string[];
}

const keyOf = (path: Item["path"]) => new TextDecoder("latin1").decode(pathBytes(path));

/** Writes files into a folder. Names that its place can't hold are changed, and listed. */
export class FolderWriter implements EntryWriter {
  readonly hardLinks = false;
  readonly #target: FolderTarget;
  readonly #problems: Problems;
  /** Names of the folders as they were made, by their own paths. */
  readonly #folders = new Map<string, readonly string[]>();
  /** Names that are taken in each folder, by its path as it was made. */
  readonly #taken = new Map<string, TakenNames>();
  readonly #links: Link[] = [];
  #open: TargetFile | null = null;

  constructor(target: FolderTarget, problems: Problems) {
    this.#target = target;
    this.#problems = problems;
  }

  wanted(): null {
    return null;
  }

  async other(item: Item): Promise<boolean> {
    const { kind } = item.stat;
    if (kind === "directory") {
      const path = await this.#place(item);
      await this.#target.folder(path);
      this.#folders.set(keyOf(item.path), path);
      return true;
    }
    if (kind === "symlink" && this.#target.link !== null) {
      this.#links.push({ item, path: await this.#place(item) });
      return true;
    }
    const words =
      kind === "symlink"
        ? `A link to ${item.stat.target?.text ?? "nothing"}: a browser can't make links.`
        : "A folder can't take devices, pipes and sockets.";
    this.#problems.add(item.path, "left-out", words);
    return false;
  }

  async file(item: Item): Promise<FileWriter | null> {
    const path = await this.#place(item);
    const file = await this.#target.file(path);
    if (file === null) {
      this.#problems.add(item.path, "left-out", "The folder takes no file of this name.");
      return null;
    }
    if (item.stat.streams.length > 0)
      this.#problems.add(item.path, "metadata", "Its named streams are not extracted.");
    this.#open = file;
    return {
      write: (bytes) => file.write(bytes),
      zeros: (length) => file.skip(length),
      pieces: null,
      end: async () => {
        await file.end(item.stat.times.modified);
        this.#open = null;
      },
    };
  }

  async finish(): Promise<void> {
    const { link } = this.#target;
    if (link === null) return;
    for (const { item, path } of this.#links) await link(path, item.stat.target?.bytes ?? new Uint8Array());
  }

  /** Removes the file that is not whole. */
  async abort(): Promise<void> {
    await this.#open?.abort();
  }

  /** Where an item goes. */
  async #place(item: Item): Promise<readonly string[]> {
    const name = item.path.at(-1);
    const above = item.path.slice(0, -1);
    const folder =
      above.length === 0
        ? []
        : (this.#folders.get(keyOf(above)) ?? above.map((each) => heldName(each, this.#target.rules)));
    const key = folder.join("/");
    const taken = this.#taken.get(key) ?? new TakenNames(this.#target.rules);
    this.#taken.set(key, taken);
    const wanted = name === undefined ? "_" : heldName(name, this.#target.rules);
    let made = taken.take(wanted);
    // What is in the folder already is not written over.
    while (folder.length === 0 && (await this.#target.exists(made))) made = taken.take(wanted);
    if (made !== name?.text) this.#problems.add(item.path, "renamed", `Extracted as ${made}.`);
    return [...folder, made];
  }
}
