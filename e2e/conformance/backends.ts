import { BlobStore } from "../../workers/store/blob-store.ts";
import { CachedStore } from "../../workers/store/cached-store.ts";
import type { MakeReadable, MakeStore } from "../../workers/testing/store/conformance.ts";
import { MemoryStore } from "../../workers/store/memory-store.ts";
import { MeteredStore } from "../../workers/store/metered-store.ts";
import { OpfsStore } from "../../workers/store/opfs-store.ts";
import { OverlayStore } from "../../workers/store/overlay-store.ts";
import { SliceStore } from "../../workers/store/slice-store.ts";
import type { Dropped } from "./messages.ts";

/** A kind of storage that this browser has, and how to make a store of it. */
export interface Backend {
  readonly readable: (dropped: Dropped) => MakeReadable;
  /** Missing if the store can't be written. */
  readonly writable?: MakeStore;
}

/** An OPFS file can have only one handle at a time, so each store gets its own file. */
let made = 0;
async function opfsFile(): Promise<FileSystemFileHandle> {
  const folder = await navigator.storage.getDirectory();
  made += 1;
  return folder.getFileHandle(`conformance-${made}`, { create: true });
}

async function opfsStore(content?: Uint8Array): Promise<OpfsStore> {
  const store = await OpfsStore.open(await opfsFile());
  if (content !== undefined) store.write(0, content);
  return store;
}

/** Removes the files of all stores made so far; an open file stays until its worker ends. */
export async function removeOpfsFiles(): Promise<void> {
  const folder = await navigator.storage.getDirectory();
  for await (const name of folder.keys()) {
    await folder.removeEntry(name).catch(() => undefined);
  }
}

function ofSize<T extends { readonly size: number }>(files: readonly T[], size: number): T {
  const file = files.find((each) => each.size === size);
  if (file === undefined) throw new Error(`No file of ${size} bytes was dropped.`);
  return file;
}

async function fromHandle({ handles }: Dropped, size: number): Promise<BlobStore> {
  const files = await Promise.all(handles.map((handle) => handle.getFile()));
  return new BlobStore(ofSize(files, size));
}

export const BACKENDS: Readonly<Record<string, Backend>> = {
  "a dropped file's handle": { readable: (dropped) => (content) => fromHandle(dropped, content.length) },
  "a dropped plain file": {
    readable:
      ({ files }) =>
      (content) =>
        new BlobStore(ofSize(files, content.length)),
  },
  "a Blob in memory": { readable: () => (content) => new BlobStore(new Blob([content])) },
  "a Blob of many parts": {
    readable: () => (content) => {
      const parts = Array.from({ length: Math.ceil(content.length / 1000) }, (_, part) =>
        content.subarray(part * 1000, (part + 1) * 1000),
      );
      return new BlobStore(new Blob(parts));
    },
  },
  OPFS: { readable: () => opfsStore, writable: () => opfsStore() },
  "a file of OPFS": {
    readable: () => async (content) => {
      const handle = await opfsFile();
      const store = await OpfsStore.open(handle);
      store.write(0, content);
      store.close();
      return new BlobStore(await handle.getFile());
    },
  },
  memory: {
    readable: () => (content) => new MemoryStore(content),
    writable: () => new MemoryStore(),
  },
  "an overlay over a dropped file": {
    readable: (dropped) => async (content) => {
      const overlay = new OverlayStore(await fromHandle(dropped, content.length));
      if (content.length > 100) overlay.write(50, content.subarray(50, 100));
      return overlay;
    },
    writable: async () => {
      const overlay = new OverlayStore(new BlobStore(new Blob([new Uint8Array(200_000).fill(0xee)])));
      overlay.truncate(0);
      return overlay;
    },
  },
  "a slice of OPFS": {
    readable: () => async (content) => {
      const frame = await opfsStore(new Uint8Array(content.length + 200).fill(0xee));
      frame.write(100, content);
      return new SliceStore(frame, 100, content.length);
    },
  },
  "a cache over a dropped file": {
    readable: (dropped) => async (content) => new CachedStore(await fromHandle(dropped, content.length)),
  },
  "a meter over a dropped file": {
    readable: (dropped) => async (content) => new MeteredStore(await fromHandle(dropped, content.length)),
  },
};
