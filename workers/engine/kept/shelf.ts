import { ownStorage } from "../../store/own-storage.ts";
import { sizeOf } from "./storage.ts";

/** What was read of an entry. */
export interface ReadEntry<T> {
  readonly value: T;
  /** Whether there is more that is damaged or of another version of the page. */
  readonly damaged: boolean;
}

/** What is kept of one file. */
export interface Entry<T> {
  /**
   * Stores a value in place of the one before; a value that is empty removes the entry.
   *
   * @throws whatever the browser throws where it has no room or no storage.
   */
  write(value: T): Promise<void>;
  read(): Promise<ReadEntry<T>>;
}

/** How much a shelf holds. */
interface ShelfSize {
  readonly files: number;
  readonly bytes: number;
}

/** A folder of the browser's own storage, with an entry for each file. */
export class Shelf<T> {
  readonly #folder: string;
  readonly #entryOf: (folder: () => Promise<FileSystemDirectoryHandle>, key: string) => Entry<T>;
  readonly #entries = new Map<string, Entry<T>>();

  /**
   * @param folder name of the folder
   * @param entryOf makes the entry of a key in the folder
   */
  constructor(
    folder: string,
    entryOf: (folder: () => Promise<FileSystemDirectoryHandle>, key: string) => Entry<T>,
  ) {
    this.#folder = folder;
    this.#entryOf = entryOf;
  }

  /** The entry of a file, stored or not. */
  entry(key: string): Entry<T> {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = this.#entryOf(() => this.#open(), key);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  /** @throws whatever the browser throws where it gives the page no storage. */
  async size(): Promise<ShelfSize> {
    let files = 0;
    const folder = await this.#open();
    for await (const _ of folder.keys()) files += 1;
    return { files, bytes: await sizeOf(folder) };
  }

  /** Forgets all entries. */
  async clear(): Promise<void> {
    try {
      const root = await ownStorage();
      await root?.removeEntry(this.#folder, { recursive: true });
    } catch {
      // Nothing is stored, or there is no storage.
    }
  }

  async #open(): Promise<FileSystemDirectoryHandle> {
    const root = await ownStorage();
    if (root === null) throw new Error("The browser gives this page no storage of its own.");
    return root.getDirectoryHandle(this.#folder, { create: true });
  }
}
