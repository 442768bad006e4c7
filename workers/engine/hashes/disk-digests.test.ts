import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { KIB, MIB, TIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { SparseDisk, type Part } from "../../testing/engine/sparse-disk.ts";
import { digestDisk } from "./disk-digests.ts";
import { windows } from "./windows.ts";

const zeros = (length: number): Part => ({ length, source: { kind: "zero" } });
const data = (length: number, fileOffset: number): Part => ({
  length,
  source: { kind: "file", fileOffset },
});

/** The definition, over all bytes, a MiB at a time. */
function sparseByDefinition(bytes: Uint8Array): string {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += MIB) {
    const piece = bytes.subarray(at, at + MIB);
    if (piece.every((byte) => byte === 0)) continue;
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64LE(BigInt(at));
    hash.update(stamp).update(piece);
  }
  return hash.digest("hex");
}

/** 8 MiB of file: bytes of 1 to 8, a MiB each, but the fourth MiB is zeros although it is stored. */
function file(): MemoryStore {
  const store = new MemoryStore(8 * MIB);
  for (const value of [1, 2, 3, 5, 6, 7, 8]) store.write((value - 1) * MIB, new Uint8Array(MIB).fill(value));
  return store;
}

describe("digests of a virtual disk", () => {
  const cases: Readonly<Record<string, readonly Part[]>> = {
    "all zeros": [zeros(3 * MIB)],
    "data that is zeros": [data(MIB, 3 * MIB), data(MIB, 0)],
    "a short last MiB": [zeros(2 * MIB), data(MIB + 512, 0)],
    "a short last MiB of zeros": [data(MIB, 0), zeros(512)],
    "data inside a MiB": [zeros(1536), data(512, 0), zeros(2 * MIB), data(4096, MIB)],
    "many small runs": Array.from({ length: 40 }, (_, index) =>
      index % 3 === 0 ? zeros(300 * KIB) : data(100 * KIB, index * 100 * KIB),
    ),
    "a long run": [data(7 * MIB, 0), data(7 * MIB, 512)],
  };

  it.each(Object.entries(cases))("follow their definition: %s", async (_name, parts) => {
    const disk = new SparseDisk(file(), parts);
    const bytes = await disk.readBulk(0, disk.size);
    expect(await digestDisk(disk, UNATTENDED, "x")).toEqual({
      sha256: createHash("sha256").update(bytes).digest("hex"),
      sparseSha256: sparseByDefinition(bytes),
    });
  });

  it("never read zeros without storage, and take no digest over every byte of a huge disk", async () => {
    const disk = new SparseDisk(file(), [zeros(TIB), data(MIB, 0), zeros(TIB - MIB)]);
    const { sha256, sparseSha256 } = await digestDisk(disk, UNATTENDED, "x");
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64LE(BigInt(TIB));
    const expected = createHash("sha256").update(stamp).update(Buffer.alloc(MIB, 1)).digest("hex");
    expect(sha256).toBeNull();
    expect(sparseSha256).toBe(expected);
    expect(disk.bytesRead).toBe(MIB);
  });

  it("fail with the disk's own reason where a run can't be read", async () => {
    const disk = new SparseDisk(file(), [data(MIB, 0), { length: MIB, source: { kind: "parent" } }]);
    await expect(digestDisk(disk, UNATTENDED, "x")).rejects.toMatchObject({ code: "needs-parent" });
  });
});

it("windows cover the disk once, and skip only what is zeros without storage", () => {
  const part = fc.record({ sectors: fc.integer({ min: 1, max: 12_000 }), stored: fc.boolean() });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const disk = new SparseDisk(
        new MemoryStore(),
        parts.map(({ sectors, stored }) => (stored ? data(sectors * 512, 0) : zeros(sectors * 512))),
      );
      let at = 0;
      for (const window of windows(disk.extents(0, disk.size), disk.size)) {
        expect(window.offset).toBe(at);
        expect(window.offset % MIB).toBe(0);
        const stored = [...disk.extents(at, window.length)].some(({ source }) => source.kind === "file");
        expect(window.kind === "data").toBe(stored);
        expect(window.kind === "data" && window.length > 4 * MIB).toBe(false);
        at += window.length;
      }
      expect(at).toBe(disk.size);
    }),
  );
});
