import { describe, expect, it } from "vitest";
import { VhdxError } from "../../../shared/error.ts";
import { GIB, KIB, MIB } from "../../../shared/numbers.ts";
import { BlobStore } from "../../../store/blob-store.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { OverlayStore } from "../../../store/overlay-store.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import { filePieces, layerFile } from "../pieces/layer-file.ts";
import type { Piece } from "../pieces/pieces.ts";
import { toBlob } from "./to-blob.ts";

const content = Uint8Array.from({ length: 300 * KIB }, (_, at) => (at % 251) + 1);

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

describe("a result as a Blob", () => {
  it("holds the bytes of all pieces", async () => {
    const original = new BlobStore(new Blob([content]));
    const pieces: Piece[] = [
      { kind: "store", store: original, offset: 10, length: 100 },
      { kind: "bytes", bytes: Uint8Array.of(1, 2, 3) },
      { kind: "zeros", length: 5 * MIB + 3 },
      { kind: "store", store: new MemoryStore(content), offset: 5, length: content.length - 5 },
      { kind: "store", store: new MemoryStore(MIB), offset: 0, length: MIB },
      { kind: "store", store: original, offset: 0, length: content.length },
    ];
    const bytes = await bytesOf(await toBlob(pieces, UNATTENDED));
    expect(Buffer.compare(bytes, await concatenated(pieces))).toBe(0);
  });

  it("never reads the original for more than a look whether it is there", async () => {
    const read: number[] = [];
    class Watched extends BlobStore {
      override readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
        read.push(length);
        return super.readBulk(offset, length);
      }
    }
    const original = new Watched(new Blob([content]));
    const overlay = new OverlayStore(original);
    overlay.write(4096, new Uint8Array(4096).fill(9));
    const blob = await toBlob(filePieces(layerFile(original, overlay)), UNATTENDED);
    // The changed run comes through the overlay, which reads its base below it.
    expect(read.toSorted((a, b) => a - b)).toEqual([1, 4096]);
    expect(Buffer.compare(await bytesOf(blob), await overlay.readBulk(0, overlay.size))).toBe(0);
  });

  it("can be far larger than memory where it is zeros, and of many parts", async () => {
    const original = new BlobStore(new Blob([content]));
    const pieces: Piece[] = [{ kind: "zeros", length: 3 * GIB + 77 }];
    for (let at = 0; at < 22_000; at++)
      pieces.push({ kind: "store", store: original, offset: at, length: 1 });
    pieces.push({ kind: "zeros", length: MIB });
    const blob = await toBlob(pieces, UNATTENDED);
    expect(blob.size).toBe(3 * GIB + 77 + 22_000 + MIB);
    const seam = blob.slice(3 * GIB + 70, 3 * GIB + 84);
    expect(await bytesOf(seam)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, ...content.subarray(0, 7)));
    const end = blob.slice(3 * GIB + 77 + 21_990, 3 * GIB + 77 + 22_005);
    expect((await bytesOf(end)).subarray(0, 10)).toEqual(content.subarray(21_990, 22_000));
  });

  it("says beforehand where the original can't be read any more", async () => {
    class Gone extends BlobStore {
      override readBulk(): Promise<Uint8Array<ArrayBuffer>> {
        return Promise.reject(new VhdxError("file-changed", "It changed."));
      }
    }
    const store = new Gone(new Blob([content]));
    const pieces: Piece[] = [{ kind: "store", store, offset: 0, length: 10 }];
    await expect(toBlob(pieces, UNATTENDED)).rejects.toMatchObject({ code: "file-changed" });
  });

  it("refuses at once what no browser could download", async () => {
    const pieces: Piece[] = [{ kind: "zeros", length: Number.MAX_SAFE_INTEGER }];
    await expect(toBlob(pieces, UNATTENDED)).rejects.toMatchObject({ code: "not-available" });
  });

  it("is empty where there is nothing", async () => {
    expect((await toBlob([], UNATTENDED)).size).toBe(0);
  });
});
