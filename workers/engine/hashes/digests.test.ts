import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { VhdxError } from "../../shared/error.ts";
import { MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { UNATTENDED, type JobContext } from "../jobs/jobs.ts";
import { CHUNK } from "../jobs/pipelined.ts";
import { PortWorker } from "../../testing/engine/hash-workers.ts";
import { SparseDisk, type Part } from "../../testing/engine/sparse-disk.ts";
import { startDigests } from "./digests.ts";
import { digestDisk } from "./disk-digests.ts";
import { digestFile } from "./file-digests.ts";

/** Long enough for workers. */
function large(): MemoryStore {
  const store = new MemoryStore(6 * CHUNK + 12_345);
  for (let at = 0; at < store.size; at += 999_983) store.write(at, new Uint8Array(1000).fill((at % 255) + 1));
  return store;
}

function workers() {
  const made: PortWorker[] = [];
  const start = () => {
    const worker = new PortWorker();
    made.push(worker);
    return worker;
  };
  return { made, start };
}

const NAMES = ["sha256", "sha1", "md5"] as const;

describe("digests in workers", () => {
  it("are those of the same bytes, and leave no worker behind", async () => {
    const store = large();
    const bytes = await store.readBulk(0, store.size);
    const { made, start } = workers();
    const digests = await digestFile(store, NAMES, UNATTENDED, "x", start);
    for (const name of NAMES) expect(digests[name]).toBe(createHash(name).update(bytes).digest("hex"));
    expect(made.map(({ ended }) => ended)).toEqual([true, true, true]);
  });

  it("hold back what a worker has not taken yet", async () => {
    const { made, start } = workers();
    await digestFile(large(), NAMES, UNATTENDED, "x", start);
    for (const { mostUnanswered } of made) expect(mostUnanswered).toBeLessThanOrEqual(3);
  });

  it("of a disk agree with those that are taken in place", async () => {
    const data = (length: number, fileOffset: number): Part => ({
      length,
      source: { kind: "file", fileOffset },
    });
    const parts = [
      data(9 * MIB, 0),
      { length: 7 * MIB, source: { kind: "zero" } } as const,
      data(5 * MIB + 512, MIB),
    ];
    const { made, start } = workers();
    const here = await digestDisk(new SparseDisk(large(), parts), UNATTENDED, "x");
    const there = await digestDisk(new SparseDisk(large(), parts), UNATTENDED, "x", undefined, start);
    expect(there).toEqual(here);
    expect(made.length).toBe(2);
  });

  it("are taken in place where a worker can't be made, does not load, or does not pay", async () => {
    const store = large();
    const expected = await digestFile(store, NAMES, UNATTENDED, "x");
    const none = () => {
      throw new DOMException("No workers here.");
    };
    expect(await digestFile(store, NAMES, UNATTENDED, "x", none)).toEqual(expected);
    const { made, start } = workers();
    const broken = () => {
      const worker = start();
      queueMicrotask(() => worker.fail());
      return worker;
    };
    expect(await digestFile(store, NAMES, UNATTENDED, "x", broken)).toEqual(expected);
    expect(made.every(({ ended }) => ended)).toBe(true);
    const small = workers();
    await digestFile(new MemoryStore(MIB), NAMES, UNATTENDED, "x", small.start);
    expect(small.made).toEqual([]);
  });

  it("fail with a worker that fails in the middle", async () => {
    const { made, start } = workers();
    const digests = await startDigests(["md5"], 100 * MIB, start);
    await digests.add({ kind: "zeros", offset: 0, length: MIB });
    made[0]?.fail();
    await expect(digests.finish()).rejects.toThrow("failed");
    digests.end();
  });

  it("end with the job that is cancelled", async () => {
    const { made, start } = workers();
    const context: JobContext = {
      ...UNATTENDED,
      checkpoint: () => Promise.reject(new VhdxError("cancelled", "Cancelled.")),
    };
    await expect(digestFile(large(), NAMES, context, "x", start)).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(made.map(({ ended }) => ended)).toEqual([true, true, true]);
  });
});
