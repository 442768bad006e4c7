import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { VhdxError } from "../../shared/error.ts";
import { MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { SparseDisk, type Part } from "../../testing/engine/sparse-disk.ts";
import { computeDigests } from "./all-digests.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const CONTENT = new Uint8Array(MIB).fill(7);
const stored: Part = { length: MIB, source: { kind: "file", fileOffset: 0 } };

describe("all digests", () => {
  it("speak of the file, the layer's file and the disk", async () => {
    const source = new MemoryStore(CONTENT);
    const layerFile = new OverlayStore(source);
    layerFile.write(MIB, Uint8Array.of(1));
    const disk = new SparseDisk(source, [stored]);
    const digests = await computeDigests({ source, layerFile, disk, wholeDisk: true }, UNATTENDED);
    expect(digests.source.sha256).toBe(sha256(CONTENT));
    expect(digests.source.md5).toBe(createHash("md5").update(CONTENT).digest("hex"));
    expect(digests.sourceAtEnd.sha256).toBe(digests.source.sha256);
    expect(digests.layerFile.sha256).toBe(sha256(new Uint8Array(MIB + 1).fill(7, 0, MIB).fill(1, MIB)));
    expect(digests.virtualDisk.sha256).toBe(sha256(CONTENT));
  });

  it("leave the disk's zeros out where they are not asked for", async () => {
    const source = new MemoryStore(CONTENT);
    const hole: Part = { length: MIB, source: { kind: "zero" } };
    const disk = new SparseDisk(source, [stored, hole]);
    const inputs = { source, layerFile: null, disk };
    const whole = (await computeDigests({ ...inputs, wholeDisk: true }, UNATTENDED)).virtualDisk;
    const sparse = (await computeDigests({ ...inputs, wholeDisk: false }, UNATTENDED)).virtualDisk;
    expect(whole.sha256).toBe(sha256(new Uint8Array(2 * MIB).fill(7, 0, MIB)));
    expect(sparse).toEqual({ sha256: null, sparseSha256: whole.sparseSha256 });
  });

  it("take the file's digest for a layer that changes nothing", async () => {
    const source = new MemoryStore(CONTENT);
    const digests = await computeDigests(
      { source, layerFile: null, disk: null, wholeDisk: true },
      UNATTENDED,
    );
    expect(digests.layerFile.sha256).toBe(digests.source.sha256);
    expect(digests.virtualDisk).toEqual({ sha256: null, sparseSha256: null });
  });

  it.each(["parent", "unreadable"] as const)("leave out a disk with a run of kind %s", async (kind) => {
    const source = new MemoryStore(CONTENT);
    const part: Part = { length: MIB, source: kind === "parent" ? { kind } : { kind, reason: "Broken." } };
    const disk = new SparseDisk(source, [stored, part]);
    const digests = await computeDigests({ source, layerFile: null, disk, wholeDisk: true }, UNATTENDED);
    expect(digests.virtualDisk).toEqual({ sha256: null, sparseSha256: null });
    expect(digests.source.sha256).toBe(sha256(CONTENT));
  });

  it("fail where the file fails", async () => {
    const source = new MemoryStore(CONTENT);
    source.readBulk = () => Promise.reject(new VhdxError("file-changed", "It changed."));
    await expect(
      computeDigests({ source, layerFile: null, disk: null, wholeDisk: true }, UNATTENDED),
    ).rejects.toMatchObject({
      code: "file-changed",
    });
  });
});
