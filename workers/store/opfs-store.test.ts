import { describe, expect, it } from "vitest";
import { OpfsStore, type SyncHandle } from "./opfs-store.ts";

/** A handle in a storage that is full at `room` bytes; as Chromium does, it says nothing and leaves the size as it was. */
function fullAt(room: number): SyncHandle {
  let size = 0;
  return {
    read: () => 0,
    write: (bytes, options) => {
      size = Math.max(size, (options?.at ?? 0) + bytes.byteLength);
      return bytes.byteLength;
    },
    truncate: (to) => {
      if (to <= room) size = to;
    },
    getSize: () => size,
    flush: () => {},
    close: () => {},
  };
}

const noSpace = expect.objectContaining({ code: "no-space" });

describe("a store in a full storage", () => {
  it("says so where the file can't grow, instead of going on with a short one", () => {
    const store = new OpfsStore(fullAt(1000));
    store.truncate(1000);
    expect(() => store.truncate(1001)).toThrow(noSpace);
    expect(store.size).toBe(1000);
  });

  it("says so where a write lies past what the file can grow to", () => {
    const store = new OpfsStore(fullAt(1000));
    expect(() => store.write(2000, new Uint8Array(10))).toThrow(noSpace);
  });
});

it("asks the disk for a flush only where something was written, and again where one failed", () => {
  const asked: string[] = [];
  let broken = false;
  const store = new OpfsStore({
    ...fullAt(1000),
    flush: () => {
      asked.push("flush");
      if (broken) throw new Error("The disk failed.");
    },
  });
  store.write(0, new Uint8Array(10));
  store.flush();
  store.flush();
  expect(asked.length).toBe(1);
  store.truncate(20);
  broken = true;
  expect(() => store.flush()).toThrow(
    expect.objectContaining({ name: "VhdxError", code: "io", message: "The disk failed." }),
  );
  broken = false;
  store.flush();
  store.flush();
  expect(asked.length).toBe(3);
});

it("knows its size without asking for it", () => {
  let asked = 0;
  const handle = fullAt(1000);
  const store = new OpfsStore({
    ...handle,
    getSize: () => {
      asked += 1;
      return handle.getSize();
    },
  });
  store.write(0, new Uint8Array(10));
  const before = asked;
  for (let at = 0; at < 10; at++) expect(store.size).toBe(10);
  expect(asked).toBe(before);
});

it("lets no error of the browser out, whatever fails", () => {
  const names = ["read", "write", "truncate", "flush"] as const;
  for (const failing of names) {
    for (const [thrown, code] of [
      [new DOMException("Closed.", "InvalidStateError"), "io"],
      [new DOMException("Full.", "QuotaExceededError"), "no-space"],
      [new TypeError("Odd."), "io"],
    ] as const) {
      const fail = () => {
        throw thrown;
      };
      const store = new OpfsStore({ ...fullAt(1000), getSize: () => 10, [failing]: fail });
      const calls = {
        read: () => store.read(0, new Uint8Array(1)),
        write: () => store.write(0, new Uint8Array(1)),
        truncate: () => store.truncate(20),
        flush: () => store.flush(),
      };
      expect(calls[failing], `${failing}: ${thrown.message}`).toThrow(
        expect.objectContaining({ name: "VhdxError", code }),
      );
    }
  }
});
