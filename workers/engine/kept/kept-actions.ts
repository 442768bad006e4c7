import type { EditAction } from "../../api/index.ts";
import { randomGuid } from "../../shared/guid.ts";
import { packActions, unpackActions } from "./packed-actions.ts";
import type { Entry, ReadEntry } from "./shelf.ts";
import { readFile, writeFile } from "./storage.ts";

const nameOf = (index: number) => `${index}`;
/** Names the writer of the folder: another tab, or an earlier visit, may have stored other actions there. */
const WRITER = "writer";

/** Removes the actions from a number on. */
async function removeFrom(folder: FileSystemDirectoryHandle, first: number): Promise<void> {
  try {
    for (let index = first; ; index++) await folder.removeEntry(nameOf(index));
  } catch {
    // There is no file after the last one.
  }
}

/**
 * The stored actions of one image: a folder with a numbered file for each action, so that a new change writes only its own file.
 * An interruption at any point leaves a valid beginning of the list.
 */
export class KeptActions implements Entry<readonly EditAction[]> {
  readonly #parent: () => Promise<FileSystemDirectoryHandle>;
  readonly #name: string;
  readonly #writer = randomGuid();
  /** What this writer put into the folder, in order. */
  #stored: readonly EditAction[] = [];

  /**
   * @param parent the folder in which this one is, or will be made
   * @param name of this one
   */
  constructor(parent: () => Promise<FileSystemDirectoryHandle>, name: string) {
    this.#parent = parent;
    this.#name = name;
  }

  /**
   * Stores these actions in place of the earlier ones. The common beginning of both lists is not written again.
   *
   * @throws whatever the browser throws where it has no room or no storage.
   */
  async write(actions: readonly EditAction[]): Promise<void> {
    const parent = await this.#parent();
    if (actions.length === 0) {
      await parent.removeEntry(this.#name, { recursive: true }).catch(() => {});
      return;
    }
    const folder = await parent.getDirectoryHandle(this.#name, { create: true });
    const isOurs = (await (await readFile(folder, WRITER))?.text()) === this.#writer;
    // Another writer's actions are overwritten one by one: they may begin with the same actions, which must not get lost.
    const before = isOurs ? this.#stored : [];
    const change = actions.findIndex((action, index) => action !== before[index]);
    const same = change === -1 ? actions.length : change;
    this.#stored = actions.slice(0, same);
    if (isOurs) {
      // The last one first, so that what is left is always a beginning of the list.
      for (let index = before.length - 1; index >= same; index--) await folder.removeEntry(nameOf(index));
    }
    for (const [index, action] of actions.entries()) {
      if (index < same) continue;
      await writeFile(folder, nameOf(index), packActions([action]));
      this.#stored = actions.slice(0, index + 1);
    }
    if (isOurs) return;
    await removeFrom(folder, actions.length);
    await writeFile(folder, WRITER, this.#writer);
  }

  /** The stored actions up to the first unreadable one: later actions build on it. */
  async read(): Promise<ReadEntry<readonly EditAction[]>> {
    const actions: EditAction[] = [];
    try {
      const folder = await (await this.#parent()).getDirectoryHandle(this.#name);
      for (;;) {
        const file = await (await folder.getFileHandle(nameOf(actions.length))).getFile();
        const [action] = unpackActions(new Uint8Array(await file.arrayBuffer())) ?? [];
        if (action === undefined) return { value: actions, damaged: true };
        actions.push(action);
      }
    } catch {
      // The end of the list, or nothing is stored.
    }
    return { value: actions, damaged: false };
  }
}
