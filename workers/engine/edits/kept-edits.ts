import type { EditAction, KeptEdits } from "../../api/index.ts";
import { bytesToHex } from "../../shared/text.ts";
import type { ReadableStore } from "../../store/store.ts";
import { readUpTo } from "../../store/store.ts";
import { HEADER_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { header } from "../../vhdx/structs/header.ts";
import { KeptActions } from "./kept-actions.ts";

const FOLDER = "pending-edits";

async function folder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

/** Identifies a file when it is opened again: its size and both headers, which hold its GUIDs. */
async function keyOf(store: ReadableStore): Promise<string> {
  const parts = [new TextEncoder().encode(String(store.size))];
  for (const offset of HEADER_OFFSETS) parts.push(readUpTo(store, offset, header.size));
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
  return bytesToHex(new Uint8Array(digest));
}

/** Why changes can't be stored, for the user. */
function whyNot(thrown: unknown): string {
  const full = thrown instanceof DOMException && thrown.name === "QuotaExceededError";
  const reason = full
    ? "The browser's storage for this page is full"
    : "The browser gives this page no storage of its own";
  return `${reason}, so pending changes would not survive a reload. Save them before you leave.`;
}

/** The stored changes of a file. */
export interface LoadedActions {
  readonly actions: readonly EditAction[];
  /** Why some stored changes are missing, as a sentence; null where none is. */
  readonly problem: string | null;
}

const NOTHING: LoadedActions = { actions: [], problem: null };

/** Which stored changes can't be read, for the user. */
function unreadable(readable: number): string {
  const lost =
    readable === 0
      ? "The pending changes that were kept from an earlier visit of this file can't be read and are left out"
      : "Some of the pending changes that were kept from an earlier visit of this file can't be read and are left out, with those that followed";
  return `${lost}: the browser's storage is damaged, or another version of Platter wrote them. The file itself is unchanged.`;
}

/**
 * Stores pending changes in the browser's own storage, so that they survive a reload. Nothing of a private session is stored.
 * Saves run one after the other.
 */
export class EditKeeper {
  #private = false;
  #last: Promise<unknown> = Promise.resolve();
  /** Keys by store: a file that is written over gets new headers, but its stored changes must still be found. */
  readonly #keys = new WeakMap<ReadableStore, Promise<string>>();
  readonly #kept = new Map<string, KeptActions>();

  /** Begins or ends a private session, which stores nothing. Beginning one deletes what was stored before. */
  async setPrivate(on: boolean): Promise<void> {
    this.#private = on;
    if (on) await this.forgetAll();
  }

  /**
   * Stores the actions of a file in place of the earlier ones; an empty list deletes them.
   *
   * @returns why the actions can't be stored, as a sentence; null where they are stored, or there are none.
   */
  save(store: ReadableStore, actions: readonly EditAction[]): Promise<string | null> {
    const before = this.#last;
    const write = async (): Promise<string | null> => {
      await before;
      if (this.#private) return null;
      try {
        await (await this.#of(store)).write(actions);
        return null;
      } catch (thrown) {
        return actions.length === 0 ? null : whyNot(thrown);
      }
    };
    const saved = write();
    this.#last = saved;
    return saved;
  }

  /** The stored actions of a file; none where nothing was stored, or where the browser gives the page no storage. */
  async load(store: ReadableStore): Promise<LoadedActions> {
    if (this.#private) return NOTHING;
    try {
      const { actions, damaged } = await (await this.#of(store)).read();
      return { actions, problem: damaged ? unreadable(actions.length) : null };
    } catch {
      return NOTHING;
    }
  }

  /** @throws whatever the browser throws where it gives the page no storage. */
  async list(): Promise<KeptEdits> {
    await this.#last;
    let files = 0;
    let bytes = 0;
    for await (const kept of (await folder()).values()) {
      if (kept.kind !== "directory") continue;
      files += 1;
      for await (const action of kept.values()) {
        if (action.kind === "file") bytes += (await action.getFile()).size;
      }
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
        // Nothing is stored, or there is no storage.
      }
    };
    const forgotten = forget();
    this.#last = forgotten;
    return forgotten;
  }

  async #of(store: ReadableStore): Promise<KeptActions> {
    let key = this.#keys.get(store);
    if (key === undefined) {
      key = keyOf(store);
      this.#keys.set(store, key);
    }
    const name = await key;
    let kept = this.#kept.get(name);
    if (kept === undefined) {
      kept = new KeptActions(folder, name);
      this.#kept.set(name, kept);
    }
    return kept;
  }
}
