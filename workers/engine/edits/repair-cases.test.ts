import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../../../e2e/support/full.ts";
import { requireTool } from "../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { caseFile } from "../../testing/cases.ts";
import { countedGuids, planOf, repairByPlan } from "../../testing/vhdx/one-by-one.ts";
import { offsetMibOf, stateOf } from "../../vhdx/bat/bat-bits.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { safeFix } from "../../vhdx/repair/fix.ts";
import { planRepairs } from "../../vhdx/repair/plan.ts";
import { RepairPlan } from "../../vhdx/repair/repair-plan.ts";
import { RepairState } from "../../vhdx/repair/state.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import { fullCheck } from "../full-check/full-check.ts";
import { digestDisk } from "../hashes/disk-digests.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { UNATTENDED } from "../jobs/jobs.ts";

beforeAll(loadCrc32c);

const load = async (name: string) => new MemoryStore(await caseFile(name));
const open = (file: MemoryStore) => new OpenedImage(new CachedStore(file));

function diskOf(file: MemoryStore): VirtualDisk {
  const image = open(file);
  return image.disk(image.best);
}

/** Findings that are more than worth knowing. */
const complaints = (file: MemoryStore) => {
  const image = open(file);
  return image.findings(image.best).filter(({ severity }) => severity !== "info");
};

const firstByte = (disk: VirtualDisk, offset: number) => {
  const byte = new Uint8Array(1);
  disk.read(offset, byte);
  return byte[0];
};

/** Places and states of all entries that are not zero, by index: `state@MiB`. */
function entries(file: MemoryStore): Record<number, string> {
  const { bat } = open(file).best.structures;
  const found: Record<number, string> = {};
  for (let index = 0; index < (bat?.entries ?? 0); index++) {
    const { low, high } = bat?.halves(index) ?? { low: 0, high: 0 };
    if (low !== 0 || high !== 0) found[index] = `${stateOf(low)}@${offsetMibOf(low, high)}`;
  }
  return found;
}

const ZEROS = new Uint8Array(16 * MIB);

/** SHA-256 of the whole virtual disk, which may have gigabytes of zeros. */
function wholeDigest(disk: VirtualDisk): string {
  const hash = createHash("sha256");
  for (const { offset, length, source } of disk.extents(0, disk.size)) {
    for (let done = 0; done < length; done += ZEROS.length) {
      const bytes = ZEROS.subarray(0, Math.min(ZEROS.length, length - done));
      if (source.kind !== "file") hash.update(bytes);
      else {
        const stored = new Uint8Array(bytes.length);
        disk.read(offset + done, stored);
        hash.update(stored);
      }
    }
  }
  return hash.digest("hex");
}

/** Of a disk of 6 GiB the digest that `../shared/cases` names in the full run, else that of its data alone. */
async function expectDisk(file: MemoryStore, whole: string, sparse: string): Promise<void> {
  const disk = diskOf(file);
  expect((await digestDisk(disk, UNATTENDED, "", 0)).sparseSha256).toBe(sparse);
  if (FULL) expect(wholeDigest(disk)).toBe(whole);
}

describe("QEMU's moved BAT (its issue 727)", () => {
  it("is named after guest writes, and moved back by a safe fix", async (test) => {
    requireTool(test, "cases");
    const file = await load("q727-guest");
    expect(complaints(file).map(({ code, batIndex }) => [code, batIndex])).toEqual([["bat-shifted", 256]]);
    expect(() => new DiskWriter(file)).toThrow("bat-shifted");
    const [fault] = planOf(file);
    expect(fault?.fixes.map(({ id, loss }) => [id, loss])).toEqual([["bat-shift/0", null]]);
    expect(repairByPlan(file, countedGuids()).made).toEqual(["bat-shift/0"]);
    expect(complaints(file)).toEqual([]);
    expect(planOf(file)).toEqual([]);
    const disk = diskOf(file);
    const block = 16 * MIB;
    expect([0, 3, 4, 255].map((nth) => firstByte(disk, nth * block))).toEqual([9, 3, 4, 0xff]);
    await expectDisk(
      file,
      "c891dade012ee45204d4fed6514c58826d20ccc72881e8c42edd98bca742233a",
      "ce36876b931e5548fbb51e085ef9ac881f5d973f11cfaa253fd484af78d6c6fc",
    );
  });

  it("does no harm after a conversion: a warning, a disk that can be written, and a safe fix", async (test) => {
    requireTool(test, "cases");
    const file = await load("q727-convert");
    expect(open(file).outcome).toBe("opens");
    expect(complaints(file).map(({ code, severity }) => [code, severity])).toEqual([
      ["bat-bitmap-stray-state", "warning"],
    ]);
    const digests = [
      "30bf4954dfa2b376a14674c42765b8c5e65b9c478e00151ac361a89d963593ac",
      "d5d289f41e87c813581c426e626225c2e49e601e328a40a4227acb8bee6b0a2a",
    ] as const;
    await expectDisk(file, ...digests);
    expect(repairByPlan(file, countedGuids()).made).toEqual(["bat-entry-clear/256"]);
    expect(complaints(file)).toEqual([]);
    await expectDisk(file, ...digests);
    new DiskWriter(file).write(5 * 1024 * MIB, new Uint8Array(10).fill(1));
  });
});

describe("a former place that was given to another block", () => {
  it("is cleared by a safe fix, and the other block keeps its contents", async (test) => {
    requireTool(test, "cases");
    const file = await load("anchor-reused");
    const before = await diskOf(file).readBulk(0, 32 * MIB);
    expect(entries(file)).toEqual({ 0: "6@4", 1: "3@5", 2: "6@6", 7: "6@5" });
    expect(repairByPlan(file, countedGuids()).made).toEqual(["bat-entry-anchor/1"]);
    expect(entries(file)).toEqual({ 0: "6@4", 1: "3@0", 2: "6@6", 7: "6@5" });
    expect(complaints(file)).toEqual([]);
    expect(Buffer.compare(await diskOf(file).readBulk(0, 32 * MIB), before)).toBe(0);
  });
});

describe("state 5 of the drafts", () => {
  it("becomes UNMAPPED by a fix, and reads as zeros", async (test) => {
    requireTool(test, "cases");
    const file = await load("state5");
    const [fault] = planOf(file);
    expect(fault?.fixes[0]).toMatchObject({ id: "bat-entry-unmapped/1", loss: null });
    repairByPlan(file, countedGuids());
    expect(entries(file)).toEqual({ 0: "6@4", 1: "3@0", 2: "6@6" });
    expect(complaints(file)).toEqual([]);
    expect((await diskOf(file).readBulk(MIB, MIB)).every((byte) => byte === 0)).toBe(true);
  });
});

describe("two blocks in one place that the end of the file cuts off", () => {
  const block = 2 * MIB;

  it("get no copy before that is repaired: it would be read as the rest of the other one", async (test) => {
    requireTool(test, "cases");
    const file = await load("engine/shared-and-cut-off");
    const { size } = file;
    expect(planOf(file).flatMap((fault) => safeFix(fault) ?? [])).toEqual([]);
    const ids = planOf(file).map(({ id }) => id);
    expect(ids).toContain("bat-shared/5/9");
    expect(repairByPlan(file, countedGuids()).made).toEqual([]);
    expect(file.size).toBe(size);
  });

  it.for(["bat-lost-zero", "file-extend"])(
    "read what is left of them after %s and a copy, and zeros after that",
    async (first, test) => {
      requireTool(test, "cases");
      const file = await load("engine/shared-and-cut-off");
      const left = await diskOf(file).readBulk(5 * block, MIB);
      const plan = new RepairPlan(file);
      const newGuid = countedGuids();
      runSteps(plan.apply(first, newGuid));
      expect(repairByPlan(file, newGuid).made).toEqual(["bat-entry-copy/9"]);
      expect(complaints(file)).toEqual([]);
      const disk = diskOf(file);
      for (const nth of [5, 9]) {
        const bytes = await disk.readBulk(nth * block, block);
        expect(Buffer.compare(bytes.subarray(0, MIB), left)).toBe(0);
        expect(bytes.subarray(MIB).every((byte) => byte === 0)).toBe(true);
      }
    },
  );
});

describe("an unknown region without bytes", () => {
  it("is no fault", async (test) => {
    requireTool(test, "cases");
    const file = await load("engine/u-empty-at-5m");
    expect(open(file).outcome).toBe("opens");
    expect(complaints(file)).toEqual([]);
    expect(planOf(file)).toEqual([]);
    const writer = new DiskWriter(file);
    writer.write(0, new Uint8Array(10).fill(7));
    writer.close();
    expect(firstByte(diskOf(file), 9)).toBe(7);
  });
});

describe("entries without storage that name a place", () => {
  it("keep it: no block is put there, and it is not cut off", async (test) => {
    requireTool(test, "cases");
    const file = await load("engine/zero-entry-with-place");
    expect(entries(file)).toEqual({ 3: "2@4", 4: "0@5" });
    const [tail] = planOf(file);
    expect(tail?.fixes.map(({ id }) => id)).toEqual([`file-cut/${6 * MIB}`]);
    const writer = new DiskWriter(file);
    for (const block of [0, 1, 2]) writer.write(block * MIB, new Uint8Array(512).fill(1 + block));
    writer.close();
    expect(entries(file)).toEqual({ 0: "6@6", 1: "6@7", 2: "6@8", 3: "2@4", 4: "0@5" });
    const image = open(file);
    await fullCheck(image, UNATTENDED, () => {});
    expect(image.findings(image.best).filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});

describe("planning is linear", () => {
  /** What was read, and in how many steps, while a file's repairs were planned. */
  function work(file: MemoryStore) {
    const store = new MeteredStore(file);
    const state = runSteps(RepairState.read(store));
    const read = store.bytesRead;
    const planning = planRepairs(state);
    let steps = 0;
    let most = 0;
    let before = store.bytesRead;
    for (let next = planning.next(); next.done !== true; next = planning.next()) {
      steps += 1;
      most = Math.max(most, store.bytesRead - before);
      before = store.bytesRead;
    }
    return { steps, most, read: store.bytesRead - read };
  }

  it("on 2,000 metadata entries that are named twice, and so are the repairs", async (test) => {
    requireTool(test, "cases");
    const file = await load("engine/metadata-2000-duplicates");
    const faults = planOf(file).length;
    expect(faults).toBeGreaterThan(2000);
    const { steps, read } = work(file);
    expect(steps).toBeLessThan(2 * faults);
    expect(read).toBeLessThan(2 * MIB);
    const { made, faultsPlanned } = repairByPlan(file, countedGuids());
    expect(made.length).toBe(2000);
    expect(faultsPlanned).toBeLessThan(2 * faults);
    expect(complaints(file).filter(({ code }) => code === "metadata-duplicate")).toEqual([]);
  });

  // The file has a GiB, so to unpack it takes longer than all else here.
  it.runIf(FULL)("on a file with 500 metadata tables", async (test) => {
    requireTool(test, "cases");
    const file = await load("engine/metadata-500-tables");
    const { steps, most, read } = work(file);
    // Each MiB is a place to look for a metadata table, and one to look for a BAT.
    const places = file.size / MIB;
    expect(steps).toBeLessThan(4 * places);
    expect(read).toBeLessThan(256 * 1024 * places);
    expect(most).toBeLessThanOrEqual(MIB);
  });
});
