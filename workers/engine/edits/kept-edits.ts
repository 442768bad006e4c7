import type { EditAction, KeptEdits } from "../../api/index.ts";
import { bytesToHex } from "../../bytes/text.ts";
import type { ReadableStore } from "../../store/store.ts";
import { readUpTo } from "../../store/store.ts";
import { HEADER_OFFSETS } from "../../vhdx/header-section.ts";
import { header } from "../../vhdx/structs/header.ts";
import { packActions, unpackActions } from "./packed-actions.ts";

const FOLDER = "pending-edits";

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

/** What a file is known by when it comes back: its size and both headers, which hold its GUIDs. */
async function keyOf(store: ReadableStore): Promise<string> {
  const parts = [new TextEncoder().encode(String(store.size))];
  for (const offset of HEADER_OFFSETS) parts.push(readUpTo(store, offset, header.size));
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
  return bytesToHex(new Uint8Array(digest));
}

/** Why changes can't be kept, for the user. */
function whyNot(thrown: unknown): string {
  const full = thrown instanceof DOMException && thrown.name === "QuotaExceededError";
  const reason = full
    ? "The browser's storage for this page is full"
    : "The browser gives this page no storage of its own";
  return `${reason}, so pending changes would not survive a reload. Save them before you leave.`;
}

/**
 * Pending changes kept in the browser's own storage, so that they survive a reload. Nothing of a private session is kept. Saves
 * follow each other.
 */
export class EditKeeper {
  #private = false;
  #last: Promise<unknown> = Promise.resolve();
  /** A file that is written over has other headers then; what was kept of it must still be found. */
  readonly #keys = new WeakMap<ReadableStore, Promise<string>>();

  /** A private session keeps nothing, and forgets what was kept before. */
  async setPrivate(on: boolean): Promise<void> {
    this.#private = on;
    if (on) await this.forgetAll();
  }

  /**
   * Keeps the actions of a file in place of those that were kept before; none forgets it.
   *
   * @returns why they can't be kept, as a sentence; null where they are, or where nothing is to be kept.
   */
  save(store: ReadableStore, actions: readonly EditAction[]): Promise<string | null> {
    const before = this.#last;
    const write = async (): Promise<string | null> => {
      await before;
      if (this.#private) return null;
      try {
        await this.#write(store, actions);
        return null;
      } catch (thrown) {
        return actions.length === 0 ? null : whyNot(thrown);
      }
    };
    const saved = write();
    this.#last = saved;
    return saved;
  }

  async #write(store: ReadableStore, actions: readonly EditAction[]): Promise<void> {
    const kept = await folder();
    const key = await this.#key(store);
    if (actions.length === 0) {
      await kept.removeEntry(key).catch(() => {});
      return;
    }
    const writable = await (await kept.getFileHandle(key, { create: true })).createWritable();
    try {
      await writable.write(packActions(actions));
      await writable.close();
    } catch (thrown) {
      await writable.abort().catch(() => {});
      throw thrown;
    }
  }

  /** What was kept of a file; none where nothing was, or where it can't be read any more. */
  async load(store: ReadableStore): Promise<readonly EditAction[]> {
    if (this.#private) return [];
    try {
      const key = await this.#key(store);
      const handle = await (await folder()).getFileHandle(key);
      return unpackActions(new Uint8Array(await (await handle.getFile()).arrayBuffer()));
    } catch {
      return [];
    }
  }

  /** @throws whatever the browser throws where it gives the page no storage. */
  async list(): Promise<KeptEdits> {
    await this.#last;
    let files = 0;
    let bytes = 0;
    for await (const handle of (await folder()).values()) {
      if (handle.kind !== "file") continue;
      files += 1;
      bytes += (await handle.getFile()).size;
    }
    return { files, bytes };
  }

  forgetAll(): Promise<void> {
    const before = this.#last;
    const forget = async () => {
      await before;
      try {
        const root = await navigator.storage.getDirectory();
        await root.removeEntry(FOLDER, { recursive: true });
      } catch {
        // There is nothing, or nowhere that it could be.
      }
    };
    const forgotten = forget();
    this.#last = forgotten;
    return forgotten;
  }

  #key(store: ReadableStore): Promise<string> {
    let key = this.#keys.get(store);
    if (key === undefined) {
      key = keyOf(store);
      this.#keys.set(store, key);
    }
    return key;
  }
}
