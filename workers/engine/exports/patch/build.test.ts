import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { KIB, MIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { OverlayStore } from "../../../store/overlay-store.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { ORIGINAL, samplePatch } from "../../../testing/engine/sample-patch.ts";
import { layerFile, writtenPieces } from "../pieces/layer-file.ts";
import { buildPatch, type Patch, type PatchInput } from "./build.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Applies a patch as its format says, checking every hash on the way. */
async function applied(original: Uint8Array, { description, bin }: Patch): Promise<Uint8Array> {
  const store = new MemoryStore(original);
  const allNew = new Uint8Array(await bin.arrayBuffer());
  for (const { size, ranges } of description.groups) {
    store.truncate(Math.max(store.size, size));
    for (const range of ranges) {
      const { offset, length, oldLength, binOffset } = range;
      expect(sha256(await store.readBulk(offset, oldLength))).toBe(range.oldSha256);
      const bytes =
        binOffset === null ? new Uint8Array(length) : allNew.subarray(binOffset, binOffset + length);
      expect(sha256(bytes)).toBe(range.newSha256);
      store.write(offset, bytes);
    }
  }
  expect(store.size).toBe(description.result.size);
  return store.readBulk(0, store.size);
}

const about = samplePatch().input.about;
const patchOf = (original: MemoryStore, overlay: OverlayStore): PatchInput => ({
  original,
  about: { ...about, source: { name: "x", size: original.size } },
  resultSha256: null,
  steps: [{ label: "all", size: overlay.size, writes: writtenPieces(layerFile(original, overlay)) }],
});

describe("a patch", () => {
  it("turns the original into the result, group by group", async () => {
    const { input, result } = samplePatch();
    const patch = await buildPatch(input, UNATTENDED);
    expect(Buffer.compare(await applied(ORIGINAL, patch), result)).toBe(0);
    expect(patch.description.groups.map(({ label, size }) => [label, size])).toEqual([
      ["Header 2: a new FileWriteGuid", ORIGINAL.length],
      ["The log's writes", 3 * MIB],
      ["Header 1: no log", 3 * MIB],
      ["Header 2: no log", 3 * MIB],
    ]);
  });

  it("leaves out what is there already, and holds no bytes for zeros", async () => {
    const { description, bin } = await buildPatch(samplePatch().input, UNATTENDED);
    const ranges = description.groups[1]?.ranges ?? [];
    expect(ranges.some(({ offset }) => offset >= 512 * KIB && offset < 520 * KIB)).toBe(false);
    expect(ranges.some(({ offset }) => offset >= 2 * MIB + 8192)).toBe(false);
    const zeros = ranges.find(({ offset }) => offset === 400 * KIB);
    expect(zeros).toMatchObject({ length: 64 * KIB, binOffset: null });
    const stored = description.groups
      .flatMap(({ ranges: all }) => all)
      .filter((each) => each.binOffset !== null);
    expect(bin.size).toBe(stored.reduce((sum, { length }) => sum + length, 0));
  });

  it("says for a place that is written twice what the first write leaves there", async () => {
    const { description } = await buildPatch(samplePatch().input, UNATTENDED);
    const [first, , , second] = description.groups;
    expect(second?.ranges[0]?.oldSha256).toBe(first?.ranges[0]?.newSha256);
  });

  it("says how much of a run across the end is there beforehand", async () => {
    const { description } = await buildPatch(samplePatch().input, UNATTENDED);
    const across = description.groups[1]?.ranges.find(
      ({ offset, length }) => offset < ORIGINAL.length && offset + length > ORIGINAL.length,
    );
    expect(across?.oldLength).toBe(ORIGINAL.length - (across?.offset ?? 0));
  });

  it("cuts long runs, so that no script needs more than 4 MiB at once", async () => {
    const original = new MemoryStore(MIB);
    const overlay = new OverlayStore(original);
    overlay.write(MIB, new Uint8Array(10 * MIB).fill(1));
    const patch = await buildPatch(patchOf(original, overlay), UNATTENDED);
    expect(patch.description.groups[0]?.ranges.map(({ length }) => length / MIB)).toEqual([3, 4, 3]);
    expect(await applied(new Uint8Array(MIB), patch)).toHaveLength(11 * MIB);
  });

  it("gives the result for any writes", async () => {
    const write = fc.record({
      offset: fc.nat(60_000),
      length: fc.integer({ min: 1, max: 9000 }),
      value: fc.nat(3),
    });
    const property = fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 8 }), async (writes) => {
      const bytes = new Uint8Array(40_000).fill(1);
      const original = new MemoryStore(bytes);
      const overlay = new OverlayStore(original);
      for (const { offset, length, value } of writes)
        overlay.write(offset, new Uint8Array(length).fill(value));
      const result = await overlay.readBulk(0, overlay.size);
      fc.pre(Buffer.compare(result, bytes) !== 0);
      const patch = await buildPatch(patchOf(original, overlay), UNATTENDED);
      expect(Buffer.compare(await applied(bytes, patch), result)).toBe(0);
    });
    await expect(fc.assert(property)).resolves.toBeUndefined();
  });

  it("is not made where nothing changes or the file would shrink", async () => {
    const original = new MemoryStore(new Uint8Array(8192).fill(1));
    const same = new OverlayStore(original);
    same.write(0, new Uint8Array(4096).fill(1));
    await expect(buildPatch(patchOf(original, same), UNATTENDED)).rejects.toMatchObject({
      code: "not-available",
      message: expect.stringContaining("nothing to patch"),
    });
    const smaller = new OverlayStore(original);
    smaller.truncate(4096);
    await expect(buildPatch(patchOf(original, smaller), UNATTENDED)).rejects.toMatchObject({
      code: "not-available",
      message: expect.stringContaining("smaller"),
    });
  });

  it("refuses groups that overlap in part", async () => {
    const { input } = samplePatch();
    const clash = {
      label: "clash",
      size: 3 * MIB,
      writes: [
        { offset: 404 * KIB, content: { kind: "bytes", bytes: new Uint8Array(4096).fill(9) } as const },
      ],
    };
    const patch = buildPatch({ ...input, steps: [...input.steps, clash] }, UNATTENDED);
    await expect(patch).rejects.toMatchObject({ code: "misuse" });
  });
});
