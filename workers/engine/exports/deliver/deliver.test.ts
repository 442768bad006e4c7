import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Destination } from "../../../api/index.ts";
import { GIB, KIB, MIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { FakeHandle } from "../../../testing/engine/fake-handle.ts";
import { PortWorker } from "../../../testing/engine/hash-workers.ts";
import { deliver } from "./deliver.ts";
import type { Piece } from "../pieces/pieces.ts";

const pieces: Piece[] = [{ kind: "bytes", bytes: Uint8Array.of(1, 2, 3) }];
const image = new File(["image"], "disk.vhdx", { lastModified: 1000 });

/** A handle with what `deliver` asks of one beyond writing. */
function handleOf(file: File, same: boolean) {
  const target = new FakeHandle("image");
  const handle = Object.assign(target, { isSameEntry: async () => same, getFile: async () => file });
  return { target, handle: handle as unknown as FileSystemFileHandle };
}

describe("delivering a result", () => {
  it("gives a Blob for a download", async () => {
    const result = await deliver(pieces, { kind: "download" }, { kind: "file", file: image }, UNATTENDED, {
      type: "x/y",
    });
    expect(result.size).toBe(3);
    expect(result.blob?.type).toBe("x/y");
  });

  it("writes to another file", async () => {
    const { target, handle } = handleOf(new File([""], "other.vhdx"), false);
    const source = { kind: "handle", handle: handleOf(image, true).handle } as const;
    expect(await deliver(pieces, { kind: "handle", handle }, source, UNATTENDED)).toEqual({
      blob: null,
      size: 3,
      sha256: null,
      zeroed: [],
    });
    expect([...target.content]).toEqual([1, 2, 3]);
  });

  it("takes the digest of what is written, holes included, here or in a worker", async () => {
    const store = new MemoryStore(Uint8Array.from({ length: 5 * MIB }, (_, at) => (at % 251) + 1));
    const large: Piece[] = [
      { kind: "zeros", length: 3 * MIB },
      { kind: "store", store, offset: 7, length: 5 * MIB - 7 },
      { kind: "zeros", length: 20 * MIB + 1 },
      { kind: "bytes", bytes: Uint8Array.of(9, 8, 7) },
      { kind: "zeros", length: 300 * KIB },
    ];
    for (const startHashWorker of [null, () => new PortWorker()]) {
      const { target, handle } = handleOf(new File([""], "other.vhdx"), false);
      const to = { kind: "handle", handle } as const;
      // One after the other: each has its own target.
      // oxlint-disable-next-line no-await-in-loop
      const { sha256 } = await deliver(large, to, null, UNATTENDED, { startHashWorker });
      expect(sha256).toBe(createHash("sha256").update(target.content).digest("hex"));
    }
  });

  it("takes none of holes that would take longer than the rest", async () => {
    const { handle } = handleOf(new File([""], "other.vhdx"), false);
    const sparse: Piece[] = [...pieces, { kind: "zeros", length: 4 * GIB + 1 }];
    const nothing = async () => {};
    const nowhere = { write: nothing, truncate: nothing, close: nothing };
    const to = {
      kind: "handle",
      handle: Object.assign(handle, { createWritable: async () => nowhere }),
    } as unknown as Destination;
    const { sha256, size } = await deliver(sparse, to, null, UNATTENDED, { startHashWorker: null });
    expect([sha256, size]).toEqual([null, 4 * GIB + 4]);
  });

  it.each([
    ["by its handle", { kind: "handle", handle: handleOf(image, true).handle } as const, true],
    ["by its name, size and time", { kind: "file", file: image } as const, false],
  ])("never writes to the opened image, told %s", async (_how, source, same) => {
    const { target, handle } = handleOf(image, same);
    const writing = deliver(pieces, { kind: "handle", handle }, source, UNATTENDED);
    await expect(writing).rejects.toMatchObject({ code: "misuse" });
    expect(target.log).toEqual([]);
  });
});
