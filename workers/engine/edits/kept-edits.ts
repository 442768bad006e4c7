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

/**
 * Pending changes kept in the browser's own storage, so that they survive a reload. Nothing of a private session is kept. Saves of
 * one file follow each other; a save that fails is told by the next call that asks.
 */
export class EditKeeper {
  #private = false;
  #last: Promise<void> = Promise.resolve();

  /** A private session keeps nothing, and forgets what was kept before. */
  async setPrivate(on: boolean): Promise<void> {
    this.#private = on;
    if (on) await this.forgetAll();
  }

  /** Keeps the actions of a file in place of those that were kept before; none forgets it. */
  save(store: ReadableStore, actions: readonly EditAction[]): Promise<void> {
    if (this.#private) return Promise.resolve();
    const before = this.#last;
    const write = async () => {
      // One at a time: the last state is the one that counts.
      await before.catch(() => {});
      const kept = await folder();
      const key = await keyOf(store);
      if (actions.length === 0) {
        await kept.removeEntry(key).catch(() => {});
        return;
      }
      const writable = await (await kept.getFileHandle(key, { create: true })).createWritable();
      await writable.write(packActions(actions));
      await writable.close();
    };
    this.#last = write();
    return this.#last;
  }

  /** What was kept of a file; none where nothing was, or where it can't be read any more. */
  async load(store: ReadableStore): Promise<readonly EditAction[]> {
    if (this.#private) return [];
    try {
      const handle = await (await folder()).getFileHandle(await keyOf(store));
      return unpackActions(new Uint8Array(await (await handle.getFile()).arrayBuffer()));
    } catch {
      return [];
    }
  }

  async list(): Promise<KeptEdits> {
    let files = 0;
    let bytes = 0;
    for await (const handle of (await folder()).values()) {
      if (handle.kind !== "file") continue;
      files += 1;
      bytes += (await handle.getFile()).size;
    }
    return { files, bytes };
  }

  async forgetAll(): Promise<void> {
    await this.#last.catch(() => {});
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(FOLDER, { recursive: true }).catch(() => {});
  }
}
