import { createHash } from "node:crypto";
import { crc32 } from "hash-wasm";
import { describe, expect, it } from "vitest";
import { KIB, MIB, TIB } from "../../../shared/numbers.ts";
import { VhdxError } from "../../../shared/error.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { FailingStore } from "../../../testing/engine/failing-store.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { Salvage } from "../deliver/salvage.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import type { Piece } from "../pieces/pieces.ts";
import { pack } from "./pack.ts";
import { GRANULE } from "./windows.ts";

const file = new MemoryStore(Uint8Array.from({ length: 6 * MIB }, (_, at) => (at % 251) + 1));
file.write(MIB, new Uint8Array(2 * GRANULE));
const zeros = (length: number): Piece => ({ kind: "zeros", length });
const stored = (offset: number, length: number): Piece => ({ kind: "store", store: file, offset, length });
const ANY = { limit: TIB, stored: null };
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("what is packed of a disk", () => {
  it("is what is stored, without the zeros that are stored too", async () => {
    const pieces = [zeros(5 * TIB), stored(0, 2 * MIB), zeros(TIB + 512), stored(3 * MIB, 512), zeros(MIB)];
    const { ranges, content, size, crc32: sum } = await pack(pieces, ANY, UNATTENDED);
    const bytes = await concatenated(content);
    const far = 6 * TIB + 2 * MIB;
    expect(ranges).toMatchObject([
      { offset: 5 * TIB, length: MIB, packedOffset: 0 },
      { offset: 5 * TIB + MIB + 2 * GRANULE, length: MIB - 2 * GRANULE, packedOffset: MIB },
      { offset: far, length: GRANULE, packedOffset: 2 * MIB - 2 * GRANULE },
    ]);
    for (const { length, packedOffset, sha256: digest } of ranges)
      expect(digest).toBe(sha256(bytes.subarray(packedOffset, packedOffset + length)));
    expect(size).toBe(bytes.length);
    expect(sum).toBe(Number.parseInt(await crc32(bytes), 16));
    // Runs of the file as they are, so that a download takes slices of it.
    expect(content).toEqual([
      stored(0, MIB),
      stored(MIB + 2 * GRANULE, MIB - 2 * GRANULE),
      zeros(512),
      stored(3 * MIB, 512),
      zeros(GRANULE - 1024),
    ]);
  });

  it("is told of as it is read, up to all of it", async () => {
    const seen: number[] = [];
    const job = { ...UNATTENDED, progress: (done: number) => seen.push(done) };
    await pack([stored(0, 6 * MIB)], { limit: TIB, stored: 6 * MIB }, job);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect([seen[0], seen.at(-1)]).toEqual([0, 6 * MIB]);
  });

  it("has zeros for what can't be read, where the user agrees", async () => {
    const failing = new FailingStore(file, [{ start: 3 * MIB, end: 3 * MIB + 4 * KIB }]);
    const piece: Piece = { kind: "store", store: failing, offset: 2 * MIB, length: 4 * MIB };
    const salvage = new Salvage(
      () => Promise.resolve(true),
      { nameOf: () => "disk.vhdx", isRaw: true },
      UNATTENDED,
    );
    const { content, size, crc32: sum } = await pack([piece], { ...ANY, salvage }, UNATTENDED);
    const bytes = await concatenated(content);
    const wanted = new Uint8Array(4 * MIB);
    file.read(2 * MIB, wanted);
    wanted.fill(0, MIB, MIB + 4 * KIB);
    expect(size).toBe(4 * MIB);
    expect(Buffer.compare(bytes, wanted)).toBe(0);
    expect(sum).toBe(Number.parseInt(await crc32(wanted), 16));
    await expect(pack([piece], ANY, UNATTENDED)).rejects.toMatchObject({ code: "read-failed" });
  });

  it("is read once", async () => {
    let read = 0;
    const counting: Piece = {
      kind: "store",
      store: {
        size: file.size,
        read: (offset, into) => file.read(offset, into),
        readBulk: (offset, length) => {
          read += length;
          return file.readBulk(offset, length);
        },
      },
      offset: 100 * KIB,
      length: 5 * MIB,
    };
    await pack([counting], ANY, UNATTENDED);
    expect(read).toBe(5 * MIB);
  });

  it("is nothing of a disk of zeros", async () => {
    expect(await pack([zeros(64 * TIB)], ANY, UNATTENDED)).toEqual({
      ranges: [],
      content: [],
      size: 0,
      crc32: 0,
    });
  });

  it("is refused above a limit, and stops when it is cancelled", async () => {
    await expect(
      pack([stored(0, 6 * MIB)], { limit: 3 * MIB, stored: null }, UNATTENDED),
    ).rejects.toMatchObject({ code: "not-available", message: expect.stringContaining("3 MiB of data") });
    const places = [
      stored(0, GRANULE),
      zeros(GRANULE),
      stored(0, GRANULE),
      zeros(GRANULE),
      stored(0, GRANULE),
    ];
    await expect(pack(places, { ...ANY, mostRanges: 2 }, UNATTENDED)).rejects.toMatchObject({
      code: "not-available",
      message: expect.stringContaining("data in more than 2 places"),
    });
    await expect(pack(places, { ...ANY, mostRanges: 3 }, UNATTENDED)).resolves.toMatchObject({
      size: 3 * GRANULE,
    });
    const cancelled = {
      ...UNATTENDED,
      checkpoint: () => Promise.reject(new VhdxError("cancelled", "Cancelled.")),
    };
    await expect(pack([stored(0, MIB)], ANY, cancelled)).rejects.toMatchObject({ code: "cancelled" });
  });
});
