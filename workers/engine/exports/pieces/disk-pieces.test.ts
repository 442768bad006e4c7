import { describe, expect, it } from "vitest";
import { KIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { OverlayStore } from "../../../store/overlay-store.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { SparseDisk, type Part } from "../../../testing/engine/sparse-disk.ts";
import { diskPieces, unreadableRuns } from "./disk-pieces.ts";
import { layerFile } from "./layer-file.ts";
import { merged } from "./pieces.ts";

const file = new MemoryStore(Uint8Array.from({ length: 64 * KIB }, (_, at) => (at % 251) + 1));
const data = (length: number, fileOffset: number): Part => ({
  length,
  source: { kind: "file", fileOffset },
});
const zeros = (length: number): Part => ({ length, source: { kind: "zero" } });

describe("the pieces of a virtual disk", () => {
  it("are its bytes", async () => {
    const disk = new SparseDisk(file, [data(4 * KIB, 8 * KIB), zeros(6 * KIB), data(2 * KIB, 0)]);
    expect(await concatenated(diskPieces(disk, [layerFile(file)]))).toEqual(
      await disk.readBulk(0, disk.size),
    );
    expect(await concatenated(diskPieces(disk, [layerFile(file)], 1000, 9000))).toEqual(
      await disk.readBulk(1000, 9000),
    );
  });

  it("take what the layer changed from the layer and merge blocks that lie side by side", () => {
    const overlay = new OverlayStore(file);
    overlay.write(9 * KIB, new Uint8Array(KIB).fill(0xee));
    const disk = new SparseDisk(file, [data(4 * KIB, 4 * KIB), data(4 * KIB, 8 * KIB), zeros(KIB)]);
    expect([...merged(diskPieces(disk, [layerFile(file, overlay)]))]).toEqual([
      { kind: "store", store: file, offset: 4 * KIB, length: 5 * KIB },
      { kind: "store", store: overlay, offset: 9 * KIB, length: KIB },
      { kind: "store", store: file, offset: 10 * KIB, length: 2 * KIB },
      { kind: "zeros", length: KIB },
    ]);
  });

  it("end at a run that needs the parent or can't be read, with its reason", () => {
    const child = new SparseDisk(file, [data(KIB, 0), { length: KIB, source: { kind: "parent" } }]);
    expect(() => [...diskPieces(child, [layerFile(file)])]).toThrow(
      expect.objectContaining({ code: "needs-parent", offset: KIB }),
    );
    const reason = "its block lies beyond the end of the file.";
    const broken = new SparseDisk(file, [{ length: KIB, source: { kind: "unreadable", reason } }]);
    expect(() => [...diskPieces(broken, [layerFile(file)])]).toThrow(
      expect.objectContaining({ code: "unreadable-block", message: expect.stringContaining(reason) }),
    );
  });

  it("are zeros where a run can't be read and the user agreed to that", async () => {
    const lost = { length: KIB, source: { kind: "unreadable", reason: "It was cut off." } } as const;
    const disk = new SparseDisk(file, [data(KIB, 0), lost, lost, data(KIB, 4 * KIB)]);
    expect([...merged(diskPieces(disk, [layerFile(file)], 0, disk.size, "unreadable"))]).toEqual([
      { kind: "store", store: file, offset: 0, length: KIB },
      { kind: "zeros", length: 2 * KIB },
      { kind: "store", store: file, offset: 4 * KIB, length: KIB },
    ]);
    expect(await unreadableRuns(disk, UNATTENDED)).toEqual([{ start: KIB, end: 3 * KIB }]);
  });

  it("are not looked for in a parent that is not open", async () => {
    const disk = new SparseDisk(file, [data(KIB, 0), { length: KIB, source: { kind: "parent" } }]);
    await expect(unreadableRuns(disk, UNATTENDED)).rejects.toMatchObject({
      code: "needs-parent",
      offset: KIB,
    });
  });
});
