import type { NodeId } from "../../../fs/file-system.ts";
import { VhdxError } from "../../../shared/error.ts";
import type { EntryWriter, FileWriter } from "./entry-writer.ts";
import type { FolderTarget, TargetFile } from "./folder-target.ts";
import { type Item, pathKey } from "./item.ts";
import type { Problems } from "./problems.ts";
import { heldName, isStoredAs, TakenNames } from "./safe-name.ts";

/** A link that is made at the end. */
interface Link {
  readonly item: Item;
  readonly path: readonly string[];
}

/** Writes files into a folder. Names that its place can't hold are changed, and listed. */
export class FolderWriter implements EntryWriter {
  readonly hardLinks = false;
  readonly takesPieces = false;
  readonly #target: FolderTarget;
  readonly #problems: Problems;
  /** Names of the folders as they were made, by their own paths; null for one that could not be made. */
  readonly #folders = new Map<string, readonly string[] | null>();
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
      const path = await this.#makeFolder(item.path, item.stat.node);
      const { modified } = item.stat.times;
      if (path !== null && modified !== null && this.#target.folderTime !== null)
        this.#times.push({ path, modified });
      return path !== null;
    }
    if (kind === "symlink" && this.#target.link !== null) {
      const path = await this.#place(item);
      if (path !== null) this.#links.push({ item, path });
      return path !== null;
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
    if (path === null) return null;
    const file = await this.#target.file(path, item.stat.mode);
    if (file === null) {
      this.#problems.add(item.path, "left-out", "The folder takes no file of this name.");
      return null;
    }
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
    const { folderTime } = this.#target;
    for (const link of this.#links) await this.#makeLink(link);
    for (const { path, modified } of this.#times.toReversed()) await folderTime?.(path, modified);
  }

  /** Makes a link. One that the place refuses is listed. */
  async #makeLink({ item, path }: Link): Promise<void> {
    const target = item.stat.target?.bytes ?? new Uint8Array();
    if (target.length === 0 || target.includes(0)) {
      const what = target.length === 0 ? "is empty" : "holds a byte of zero";
      this.#problems.add(item.path, "left-out", `The target of the link ${what}, which no system takes.`);
      return;
    }
    try {
      await this.#target.link?.(path, target);
    } catch (thrown) {
      if (!(thrown instanceof VhdxError) || thrown.code === "no-space") throw thrown;
      this.#problems.add(item.path, "left-out", `The link can't be made: ${thrown.message}`);
    }
  }

  /** Removes the file that is not whole. */
  async abort(): Promise<void> {
    await this.#open?.abort();
  }

  /** Where an item goes; null where its folder could not be made, which is listed. */
  async #place(item: Item): Promise<readonly string[] | null> {
    const folder = await this.#folderOf(item.path.slice(0, -1));
    if (folder === null) {
      this.#problems.add(item.path, "left-out", "Its folder could not be made.");
      return null;
    }
    const name = item.path.at(-1);
    const wanted = name === undefined ? "_" : heldName(name, this.#target.rules);
    const made = await this.#take(folder, wanted);
    if (name === undefined || !isStoredAs(name, made))
      this.#problems.add(item.path, "renamed", `Extracted as ${made}.`);
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

  /** A folder as it was made; made now where its own item could not be read. Null where its place takes none. */
  async #folderOf(path: Item["path"]): Promise<readonly string[] | null> {
    if (path.length === 0) return [];
    const known = this.#folders.get(pathKey(path));
    return known === undefined ? this.#makeFolder(path, null) : known;
  }

  /**
   * Makes a folder, under another name where its place refuses its own.
   *
   * @param node null where it is not known
   */
  async #makeFolder(path: Item["path"], node: NodeId | null): Promise<readonly string[] | null> {
    const above = await this.#folderOf(path.slice(0, -1));
    const name = path.at(-1);
    const own = name === undefined ? "_" : heldName(name, this.#target.rules);
    const place =
      above === null
        ? null
        : ((await this.#tryFolder(above, own)) ??
          (await this.#tryFolder(above, `folder-${node ?? "unknown"}`)));
    this.#folders.set(pathKey(path), place);
    const made = place?.at(-1);
    if (made === undefined) this.#problems.add(path, "left-out", "A folder of this name can't be made.");
    else if (name === undefined || !isStoredAs(name, made))
      this.#problems.add(path, "renamed", `Extracted as ${made}.`);
    return place;
  }

  /** Null where the place takes no folder of this name. */
  async #tryFolder(above: readonly string[], wanted: string): Promise<readonly string[] | null> {
    const path = [...above, await this.#take(above, wanted)];
    return (await this.#target.folder(path)) ? path : null;
  }
}
