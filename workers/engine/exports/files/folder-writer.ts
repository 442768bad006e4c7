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
  readonly #times: { readonly path: readonly string[]; readonly modified: bigint }[] = [];
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
      const { modified } = item.stat.times;
      if (modified !== null && this.#target.folderTime !== null) this.#times.push({ path, modified });
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
    const file = await this.#target.file(path, item.stat.mode);
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
    const { link, folderTime } = this.#target;
    for (const { item, path } of link === null ? [] : this.#links)
      await link?.(path, item.stat.target?.bytes ?? new Uint8Array());
    for (const { path, modified } of this.#times.toReversed()) await folderTime?.(path, modified);
  }

  /** Removes the file that is not whole. */
  async abort(): Promise<void> {
    await this.#open?.abort();
  }

  /** Where an item goes. */
  async #place(item: Item): Promise<readonly string[]> {
    const folder = await this.#folderOf(item.path.slice(0, -1));
    const name = item.path.at(-1);
    const wanted = name === undefined ? "_" : heldName(name, this.#target.rules);
    const made = await this.#take(folder, wanted);
    if (made !== name?.text) this.#problems.add(item.path, "renamed", `Extracted as ${made}.`);
    return [...folder, made];
  }

  /** A name that is free in a folder. */
  async #take(folder: readonly string[], wanted: string): Promise<string> {
    const key = folder.join("/");
    const taken = this.#taken.get(key) ?? new TakenNames(this.#target.rules);
    this.#taken.set(key, taken);
    let made = taken.take(wanted);
    // What is in the folder already is not written over.
    while (folder.length === 0 && (await this.#target.exists(made))) made = taken.take(wanted);
    return made;
  }

  /** A folder as it was made; made now where its own item could not be read. */
  async #folderOf(path: Item["path"]): Promise<readonly string[]> {
    const name = path.at(-1);
    if (name === undefined) return [];
    const known = this.#folders.get(keyOf(path));
    if (known !== undefined) return known;
    const above = await this.#folderOf(path.slice(0, -1));
    const made = [...above, await this.#take(above, heldName(name, this.#target.rules))];
    await this.#target.folder(made);
    this.#folders.set(keyOf(path), made);
    return made;
  }
}
