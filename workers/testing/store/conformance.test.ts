import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CachedStore } from "../../store/cached-store.ts";
import {
  checkRandomOperations,
  readableCases,
  storeCases,
  type MakeReadable,
  type MakeStore,
} from "./conformance.ts";
import { MemoryHandle } from "../engine/memory-handle.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { OpfsStore } from "../../store/opfs-store.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { RecordingStore } from "./recording-store.ts";
import { ReferenceStore } from "../../store/reference-store.ts";
import { SliceStore } from "../../store/slice-store.ts";
import type { ReadableStore, Store } from "../../store/store.ts";

function filled(store: Store, content: Uint8Array): Store {
  if (content.length > 0) store.write(0, content);
  return store;
}

/** The bytes in the middle of others. */
function framed(content: Uint8Array): MemoryStore {
  const frame = new MemoryStore(new Uint8Array(100).fill(0xee));
  frame.write(100, content);
  frame.write(100 + content.length, new Uint8Array(100).fill(0xee));
  return frame;
}

/** A base that has a part of the content, under an overlay that has the rest. */
function patched(content: Uint8Array): OverlayStore {
  const middle = content.subarray(10, 70_000);
  const base = new MemoryStore(content.slice(0, 100_000));
  if (middle.length > 0) base.write(10, new Uint8Array(middle.length).fill(0xee));
  const overlay = new OverlayStore(base);
  if (middle.length > 0) overlay.write(10, middle);
  if (content.length > 100_000) overlay.write(100_000, content.subarray(100_000));
  return overlay;
}

const READABLE: Readonly<Record<string, MakeReadable>> = {
  "memory-store": (content) => new MemoryStore(content),
  "overlay-store over nothing": (content) => filled(new OverlayStore(new MemoryStore()), content),
  "overlay-store over other bytes": patched,
  "overlay-store over an overlay": (content) => filled(new OverlayStore(patched(content)), content),
  "slice-store": (content) => new SliceStore(framed(content), 100, content.length),
  "cached-store": (content) => new CachedStore(new MemoryStore(content)),
  "cached-store of two pages": (content) => new CachedStore(new MemoryStore(content), 2 * 65_536),
  "cached-store over a slice": (content) =>
    new CachedStore(new SliceStore(framed(content), 100, content.length)),
  "metered-store": (content) => new MeteredStore(new MemoryStore(content)),
  "opfs-store over a handle in memory": (content) => filled(new OpfsStore(new MemoryHandle()), content),
  "recording-store": (content) => filled(new RecordingStore(new MemoryStore()), content),
};

const WRITABLE: Readonly<Record<string, MakeStore>> = {
  "memory-store": () => new MemoryStore(),
  "overlay-store": () => new OverlayStore(new MemoryStore()),
  "overlay-store over a cut base": () => {
    const overlay = new OverlayStore(new MemoryStore(new Uint8Array(500_000).fill(0xee)));
    overlay.truncate(0);
    return overlay;
  },
  "opfs-store over a handle in memory": () => new OpfsStore(new MemoryHandle()),
  "recording-store": () => new RecordingStore(new MemoryStore()),
  "reference-store": () => new ReferenceStore(new MemoryStore(), 65_536),
};

describe.each(Object.entries(READABLE))("%s is a readable store", (_name, make) => {
  it.each(readableCases)("$name", async ({ run }) => {
    await expect(run(make)).resolves.toBeUndefined();
  });
});

describe.each(Object.entries(WRITABLE))("%s is a store", (_name, make) => {
  it.each(storeCases)("$name", async ({ run }) => {
    await expect(run(make)).resolves.toBeUndefined();
  });

  it("agrees with a plain array for any seed", async () => {
    const anySeed = fc.asyncProperty(fc.nat(), async (seed) => checkRandomOperations(await make(), seed, 30));
    await expect(fc.assert(anySeed, { numRuns: 20 })).resolves.toBeUndefined();
  });
});

describe("the suite itself", () => {
  const broken: Readonly<Record<string, (content: Uint8Array<ArrayBuffer>) => ReadableStore>> = {
    "one byte wrong": (content) => {
      const store = new MemoryStore(content);
      if (content.length > 0) store.write(content.length - 1, Uint8Array.of(~(content.at(-1) ?? 0)));
      return store;
    },
    "one byte short": (content) => new MemoryStore(content.subarray(1)),
    "bulk reads that give what the store keeps": (content) => {
      const store = new MemoryStore(content);
      return {
        size: content.length,
        read: (offset, into) => {
          store.read(offset, into);
          if (offset < content.length) into.set(content.subarray(offset, offset + into.length));
        },
        readBulk: async (offset, length) => {
          store.read(offset, new Uint8Array(length));
          return content.subarray(offset, offset + length);
        },
      };
    },
    "no check of the range": (content) => ({
      size: content.length,
      read: (offset, into) => into.set(content.subarray(offset, offset + into.length)),
      readBulk: async (offset, length) => content.slice(offset, offset + length),
    }),
  };

  it.each(Object.entries(broken))("notices %s", async (_name, make) => {
    const results = await Promise.allSettled(readableCases.map(({ run }) => run(make)));
    expect(results.some(({ status }) => status === "rejected")).toBe(true);
  });

  it("names the seed of a random run that fails", async () => {
    class Forgetful extends MemoryStore {
      override truncate(): void {}
    }
    await expect(checkRandomOperations(new Forgetful(), 5, 200)).rejects.toThrow("seed 5");
  });
});
