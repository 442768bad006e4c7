import type { EditAction } from "../../api/index.ts";
import { randomGuid } from "../../shared/guid.ts";
import { packActions, unpackActions } from "./packed-actions.ts";

const nameOf = (index: number) => `${index}`;
/** Says who wrote the folder: another tab, or an earlier visit, may have put other actions there. */
const WRITER = "writer";

async function textOf(folder: FileSystemDirectoryHandle, name: string): Promise<string | null> {
  try {
    return await (await (await folder.getFileHandle(name)).getFile()).text();
  } catch {
    return null;
  }
}

async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  content: Uint8Array<ArrayBuffer> | string,
): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  try {
    await writable.write(content);
    await writable.close();
  } catch (thrown) {
    await writable.abort().catch(() => {});
    throw thrown;
  }
}

/** Removes the actions from a number on. */
async function removeFrom(folder: FileSystemDirectoryHandle, first: number): Promise<void> {
  try {
    for (let index = first; ; index++) await folder.removeEntry(nameOf(index));
  } catch {
    // The one after the last is not there.
  }
}

/** What a folder of actions holds. */
export interface ReadActions {
  readonly actions: readonly EditAction[];
  /** Whether there is more, which is broken or of another version of the page. */
  readonly damaged: boolean;
}

/**
 * The actions of one file in a folder of its own, a file an action, numbered: a change writes itself alone, however much is
 * pending before it. Interrupted at any point, it leaves the first so many of the actions.
 */
export class KeptActions {
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
   * Keeps these actions in place of those that were kept before: what both begin with stays as it is.
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
    const isOurs = (await textOf(folder, WRITER)) === this.#writer;
    // What somebody else left is written over one by one: it may begin with the same actions, and must not get lost on the way.
    const before = isOurs ? this.#stored : [];
    const change = actions.findIndex((action, index) => action !== before[index]);
    const same = change === -1 ? actions.length : change;
    this.#stored = actions.slice(0, same);
    if (isOurs) {
      // The last first: whatever is left is a beginning.
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

  /** The actions that are kept, up to the first that can't be read any more: those behind it were made after it. */
  async read(): Promise<ReadActions> {
    const actions: EditAction[] = [];
    try {
      const folder = await (await this.#parent()).getDirectoryHandle(this.#name);
      for (;;) {
        const file = await (await folder.getFileHandle(nameOf(actions.length))).getFile();
        const [action] = unpackActions(new Uint8Array(await file.arrayBuffer())) ?? [];
        if (action === undefined) return { actions, damaged: true };
        actions.push(action);
      }
    } catch {
      // The end, or there is nothing.
    }
    return { actions, damaged: false };
  }
}
