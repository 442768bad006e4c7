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

/** What was kept of a file. */
export interface LoadedActions {
  readonly actions: readonly EditAction[];
  /** Why they are not all that was kept, as a sentence; null where they are. */
  readonly problem: string | null;
}

const NOTHING: LoadedActions = { actions: [], problem: null };

/** What is lost where the storage holds more than can be read, for the user. */
function unreadable(readable: number): string {
  const lost =
    readable === 0
      ? "The pending changes that were kept from an earlier visit of this file can't be read and are left out"
      : "Some of the pending changes that were kept from an earlier visit of this file can't be read and are left out, with those that followed";
  return `${lost}: the browser's storage is damaged, or another version of Platter wrote them. The file itself is as it was.`;
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
  readonly #kept = new Map<string, KeptActions>();

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

  /** What was kept of a file; no action where nothing was, or where the browser gives the page no storage. */
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
        // There is nothing, or nowhere that it could be.
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
