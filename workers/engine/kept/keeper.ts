import type { EditAction, Kept, KeptKind } from "../../api/index.ts";
import { bytesToHex } from "../../shared/text.ts";
import type { ReadableStore } from "../../store/store.ts";
import { readUpTo } from "../../store/store.ts";
import { HEADER_OFFSETS } from "../../vhdx/headers/header-section.ts";
import { header } from "../../vhdx/structs/header.ts";
import { KeptActions } from "./kept-actions.ts";
import { type DatedNotes, KeptNotes, NO_NOTES } from "./kept-notes.ts";
import { type Entry, type ReadEntry, Shelf } from "./shelf.ts";

/** What each shelf holds, for sentences. */
const WORDS: Readonly<Record<KeptKind, string>> = {
  edits: "pending changes",
  notes: "bookmarks and hashes",
};

/** Identifies a file when it is opened again: its size and both headers, which hold its GUIDs. */
async function keyOf(store: ReadableStore): Promise<string> {
  const parts = [new TextEncoder().encode(String(store.size))];
  for (const offset of HEADER_OFFSETS) parts.push(readUpTo(store, offset, header.size));
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
  return bytesToHex(new Uint8Array(digest));
}

/** Why something can't be stored, for the user. */
function whyNot(kind: KeptKind, thrown: unknown): string {
  const full = thrown instanceof DOMException && thrown.name === "QuotaExceededError";
  const reason = full
    ? "The browser's storage for this page is full"
    : "The browser gives this page no storage of its own";
  const advice =
    kind === "edits" ? "Save them before you leave." : "Export a report, which lists them, before you leave.";
  return `${reason}, so ${WORDS[kind]} would not survive a reload. ${advice}`;
}

/** What is stored of a file. */
export interface Loaded<T> {
  readonly value: T;
  /** Why something that was stored is missing, as a sentence; null where nothing is. */
  readonly problem: string | null;
}

/** What can't be read, for the user. */
function unreadable(kind: KeptKind, none: boolean): string {
  const lost = none
    ? `The ${WORDS[kind]} that were kept from an earlier visit of this file can't be read and are left out`
    : `Some of the ${WORDS[kind]} that were kept from an earlier visit of this file can't be read and are left out`;
  const rest = !none && kind === "edits" ? ", with those that followed" : "";
  return `${lost}${rest}: the browser's storage is damaged, or another version of Platter wrote them. The file itself is unchanged.`;
}

/**
 * Stores what belongs to a file in the browser's own storage, so that it survives a reload. Nothing of a private session is
 * stored. Writes run one after the other.
 */
export class Keeper {
  #private = false;
  #last: Promise<unknown> = Promise.resolve();
  /** Keys by store: a file that is written over gets new headers, but what is stored of it must still be found. */
  readonly #keys = new WeakMap<ReadableStore, Promise<string>>();
  readonly #edits = new Shelf<readonly EditAction[]>(
    "pending-edits",
    (folder, key) => new KeptActions(folder, key),
  );
  readonly #notes = new Shelf<DatedNotes>("notes", (folder, key) => new KeptNotes(folder, key));

  /** Begins or ends a private session, which stores nothing. Beginning one deletes what was stored before. */
  async setPrivate(on: boolean): Promise<void> {
    this.#private = on;
    if (on) await Promise.all([this.forgetAll("edits"), this.forgetAll("notes")]);
  }

  /**
   * Stores the actions of a file in place of the earlier ones; an empty list deletes them.
   *
   * @returns why the actions can't be stored, as a sentence; null where they are stored, or there are none.
   */
  saveEdits(store: ReadableStore, actions: readonly EditAction[]): Promise<string | null> {
    return this.#save("edits", this.#edits, store, actions, actions.length === 0);
  }

  /** The stored actions of a file; none where nothing was stored, or where the browser gives the page no storage. */
  loadEdits(store: ReadableStore): Promise<Loaded<readonly EditAction[]>> {
    return this.#load("edits", this.#edits, store, [], (actions) => actions.length === 0);
  }

  /**
   * Stores the notes of a file in place of the earlier ones; empty notes delete them.
   *
   * @returns why the notes can't be stored, as a sentence; null where they are stored, or there are none.
   */
  saveNotes(store: ReadableStore, notes: DatedNotes): Promise<string | null> {
    return this.#save("notes", this.#notes, store, notes, isEmpty(notes));
  }

  /** The stored notes of a file; none where nothing was stored, or where the browser gives the page no storage. */
  loadNotes(store: ReadableStore): Promise<Loaded<DatedNotes>> {
    return this.#load("notes", this.#notes, store, NO_NOTES, isEmpty);
  }

  /** @throws whatever the browser throws where it gives the page no storage. */
  async list(): Promise<Kept> {
    await this.#last;
    return { edits: await this.#edits.size(), notes: await this.#notes.size() };
  }

  /** Deletes what is stored of all files. */
  forgetAll(kind: KeptKind): Promise<void> {
    return this.#inTurn(() => (kind === "edits" ? this.#edits : this.#notes).clear());
  }

  #save<T>(
    kind: KeptKind,
    shelf: Shelf<T>,
    store: ReadableStore,
    value: T,
    empty: boolean,
  ): Promise<string | null> {
    return this.#inTurn(async () => {
      if (this.#private) return null;
      try {
        await (await this.#entry(shelf, store)).write(value);
        return null;
      } catch (thrown) {
        return empty ? null : whyNot(kind, thrown);
      }
    });
  }

  async #load<T>(
    kind: KeptKind,
    shelf: Shelf<T>,
    store: ReadableStore,
    nothing: T,
    isNone: (value: T) => boolean,
  ): Promise<Loaded<T>> {
    if (this.#private) return { value: nothing, problem: null };
    let read: ReadEntry<T>;
    try {
      read = await (await this.#entry(shelf, store)).read();
    } catch {
      return { value: nothing, problem: null };
    }
    return { value: read.value, problem: read.damaged ? unreadable(kind, isNone(read.value)) : null };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const done = (async () => {
      await before;
      return work();
    })();
    this.#last = done.catch(() => {});
    return done;
  }

  async #entry<T>(shelf: Shelf<T>, store: ReadableStore): Promise<Entry<T>> {
    let key = this.#keys.get(store);
    if (key === undefined) {
      key = keyOf(store);
      this.#keys.set(store, key);
    }
    return shelf.entry(await key);
  }
}

const isEmpty = ({ bookmarks, digests }: DatedNotes) => bookmarks.length === 0 && digests === null;
