import { type Item, pathKey } from "../item.ts";
import { TakenNames } from "../safe-name.ts";

/** Names in a zip are UTF-8, so names that are none can be the same there. */
export class ZipNames {
  /** Paths of folders in the zip, by their own. */
  readonly #folders = new Map<string, string>();
  /** Names that are taken in each folder, by its path in the zip. */
  readonly #taken = new Map<string, TakenNames>();

  /** A path that no other entry has: names separated by slashes, none at its ends. Readers on Windows take a backslash for a separator. */
  take(path: Item["path"], isFolder: boolean): string {
    const above = path.length > 1 ? this.#folderOf(path.slice(0, -1)) : "";
    const taken = this.#taken.get(above) ?? new TakenNames({ windows: false, caseless: false });
    this.#taken.set(above, taken);
    const name = taken.take((path.at(-1)?.text ?? "_").replaceAll("\\", "_"));
    const made = above === "" ? name : `${above}/${name}`;
    if (isFolder) this.#folders.set(pathKey(path), made);
    return made;
  }

  #folderOf(path: Item["path"]): string {
    return this.#folders.get(pathKey(path)) ?? this.take(path, true);
  }
}
