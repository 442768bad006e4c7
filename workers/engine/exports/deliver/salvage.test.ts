import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { KIB, MIB } from "../../../shared/numbers.ts";
import { VhdxError } from "../../../shared/error.ts";
import { BlobStore } from "../../../store/blob-store.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { ReadFailure } from "../../../store/read-failure.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { type JobContext, UNATTENDED } from "../../jobs/jobs.ts";
import { FailingStore } from "../../../testing/engine/failing-store.ts";
import { FakeHandle } from "../../../testing/engine/fake-handle.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import type { Piece } from "../pieces/pieces.ts";
import { Salvage } from "./salvage.ts";
import { toBlob } from "./to-blob.ts";
import { toHandle } from "./to-handle.ts";

const SECTOR = 4 * KIB;
const content = Uint8Array.from({ length: 10 * MIB }, (_, at) => (at % 251) + 1);
const base = new MemoryStore(content);
const origins = { nameOf: () => "disk.vhdx", isRaw: true };

const asking = (answer: boolean) => vi.fn<(sentence: string) => Promise<boolean>>(async () => answer);
const piece = (store: ReadableStore, offset: number, length: number): Piece => ({
  kind: "store",
  store,
  offset,
  length,
});

/** What is left of the content where whole sectors are lost. */
function withZeros(bytes: Uint8Array, runs: readonly { start: number; end: number }[]): Uint8Array {
  const left = bytes.slice();
  for (const { start, end } of runs)
    left.fill(0, Math.floor(start / SECTOR) * SECTOR, Math.ceil(end / SECTOR) * SECTOR);
  return left;
}

describe("an export from a failing disk", () => {
  it("loses the sectors that can't be read and nothing else, wherever they are", async () => {
    const run = fc
      .record({ start: fc.nat(10 * MIB - 1), length: fc.integer({ min: 1, max: 40 * KIB }) })
      .map(({ start, length }) => ({ start, end: Math.min(10 * MIB, start + length) }));
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 4 }), async (failing) => {
        const store = new FailingStore(base, failing);
        const ask = asking(true);
        const salvage = new Salvage(ask, origins, UNATTENDED);
        const handle = new FakeHandle("");
        await toHandle([piece(store, 0, 10 * MIB)], handle, UNATTENDED, { readRun: salvage.readRun });
        const expected = withZeros(content, failing);
        expect(Buffer.compare(handle.content, expected)).toBe(0);
        expect(ask).toHaveBeenCalledOnce();
        // The list is exactly what became zeros.
        const listed = content.slice();
        for (const { offset, length } of salvage.zeroed) listed.fill(0, offset, offset + length);
        expect(Buffer.compare(listed, expected)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it("names each run in the file and in the result", async () => {
    const store = new FailingStore(base, [{ start: 5 * MIB + SECTOR, end: 5 * MIB + 3 * SECTOR }]);
    const ask = asking(true);
    const salvage = new Salvage(ask, origins, UNATTENDED);
    const pieces: Piece[] = [{ kind: "zeros", length: 2 * MIB }, piece(store, 5 * MIB, MIB)];
    await toHandle(pieces, new FakeHandle(""), UNATTENDED, { readRun: salvage.readRun });
    expect(ask).toHaveBeenCalledWith(
      "disk.vhdx can't be read from 5 MiB to 6 MiB, 1,048,576 bytes from byte 5,242,880 on; " +
        "in the virtual disk from 2 MiB to 3 MiB, 1,048,576 bytes from byte 2,097,152 on. " +
        "The disk that the file is on may be failing.",
    );
    expect(salvage.zeroed).toEqual([
      {
        file: "disk.vhdx",
        offset: 5 * MIB + SECTOR,
        length: 2 * SECTOR,
        diskOffset: 2 * MIB + SECTOR,
      },
    ]);
  });

  it("ends with the failed read, and writes nothing, where the user wants no zeros", async () => {
    const store = new FailingStore(base, [{ start: 5 * MIB, end: 5 * MIB + 1 }]);
    const handle = new FakeHandle("before");
    const salvage = new Salvage(asking(false), origins, UNATTENDED);
    const writing = toHandle([piece(store, 0, 10 * MIB)], handle, UNATTENDED, { readRun: salvage.readRun });
    await expect(writing).rejects.toMatchObject({ code: "read-failed", offset: 4 * MIB });
    expect(handle.text).toBe("before");
    expect(salvage.zeroed).toEqual([]);
  });

  it("asks nothing, and makes no zeros, where the file changed or is gone", async () => {
    const store = new MemoryStore(MIB);
    store.readBulk = () => Promise.reject(new VhdxError("file-changed", "It changed."));
    const ask = asking(true);
    const salvage = new Salvage(ask, origins, UNATTENDED);
    await expect(salvage.readRun(piece(store, 0, MIB), 0, MIB, 0)).rejects.toMatchObject({
      code: "file-changed",
    });
    expect(ask).not.toHaveBeenCalled();
  });

  it("can be cancelled while it looks for what can be read", async () => {
    const store = new FailingStore(base, [{ start: 0, end: 10 * MIB }]);
    let left = 20;
    const job: JobContext = {
      ...UNATTENDED,
      checkpoint: async () => {
        left -= 1;
        if (left < 0) throw new VhdxError("cancelled", "Cancelled.");
      },
    };
    const salvage = new Salvage(asking(true), origins, job);
    const reading = salvage.readRun(piece(store, 0, 4 * MIB), 0, 4 * MIB, 0);
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
  });
});

/** A Blob on a failing disk, as a browser would have it. */
class FailingBlob extends BlobStore {
  reads = 0;

  override async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    this.reads += 1;
    if (offset < 5 * MIB + SECTOR && offset + length > 5 * MIB) throw new ReadFailure({ offset, length });
    return super.readBulk(offset, length);
  }
}

describe("a download from a failing disk", () => {
  const store = () => new FailingBlob(new Blob([content]));
  const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

  it("that is read before has zeros in place of what can't be read, and slices of the rest", async () => {
    const failing = store();
    const salvage = new Salvage(asking(true), origins, UNATTENDED);
    const reading = { readRun: salvage.readRun, lost: salvage.lost, readFirst: true };
    const pieces: Piece[] = [{ kind: "zeros", length: MIB }, piece(failing, MIB, 9 * MIB)];
    const blob = await toBlob(pieces, UNATTENDED, "x/y", reading);
    const whole = await concatenated([{ kind: "zeros", length: MIB }, piece(base, MIB, 9 * MIB)]);
    const expected = withZeros(whole, [{ start: 5 * MIB, end: 5 * MIB + SECTOR }]);
    expect(Buffer.compare(await bytesOf(blob), expected)).toBe(0);
    expect(salvage.zeroed).toEqual([
      { file: "disk.vhdx", offset: 5 * MIB, length: SECTOR, diskOffset: 5 * MIB },
    ]);
  });

  it("that is not takes the slices as they are, for the browser to read", async () => {
    const failing = store();
    const salvage = new Salvage(asking(true), origins, UNATTENDED);
    const reading = { readRun: salvage.readRun, lost: salvage.lost, readFirst: false };
    const blob = await toBlob([piece(failing, 0, 10 * MIB)], UNATTENDED, "x/y", reading);
    expect(blob.size).toBe(10 * MIB);
    expect(failing.reads).toBe(1);
  });
});
