import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../e2e/support/needs.ts";
import { qemuCheck, withFolder } from "../../../e2e/support/qemu.ts";
import { loadCrc32c } from "../../../workers/bytes/crc32c.ts";
import { GIB, MIB } from "../../../workers/shared/numbers.ts";
import { fullCheck } from "../../../workers/engine/full-check/full-check.ts";
import { UNATTENDED } from "../../../workers/engine/jobs/jobs.ts";
import { OpenedImage } from "../../../workers/engine/image/opened-image.ts";
import { CachedStore } from "../../../workers/store/cached-store.ts";
import { NodeFileStore } from "../../../workers/node/file-store.ts";
import { makeFilledBat, type PlantedFaults } from "./filled-bat.ts";

beforeAll(loadCrc32c);

async function faultsOf(path: string) {
  const store = new NodeFileStore(path);
  try {
    const image = new OpenedImage(new CachedStore(store));
    await fullCheck(image, UNATTENDED, () => {});
    const faults = image
      .findings(image.best)
      .filter(({ severity }) => severity !== "info")
      .map(({ code, batIndex, other }) => ({ code, batIndex, ...(other !== undefined && { other }) }));
    return { faults, states: image.best.bat?.byState, size: store.size };
  } finally {
    store.close();
  }
}

const byCode = (a: { readonly code: string }, b: { readonly code: string }) => a.code.localeCompare(b.code);
const listed = ({ duplicate, overlap }: PlantedFaults) => [duplicate, overlap].toSorted(byCode);

describe("an image with a filled BAT", () => {
  it.for([
    { blockSize: MIB, virtualSize: 9 * GIB, present: 5000 },
    { blockSize: 2 * MIB, virtualSize: 9 * GIB + 512, present: 4 },
    { blockSize: 32 * MIB, virtualSize: GIB, present: 32 },
    { blockSize: 256 * MIB, virtualSize: 5 * GIB, present: 20 },
  ])(
    "of $present blocks of $blockSize bytes has two faults, which only our check names",
    async (options, test) => {
      requireTool(test, "qemu-img");
      await withFolder(async (folder) => {
        const path = `${folder}/filled.vhdx`;
        const planted = makeFilledBat(path, { ...options, seed: 5 });
        const { faults, states, size } = await faultsOf(path);
        expect(faults.toSorted(byCode)).toEqual(listed(planted));
        expect(states?.["payload-6"]).toBe(options.present);
        expect(size).toBeGreaterThan(options.present * options.blockSize);
        const { status, output } = await qemuCheck(path);
        expect(output).toContain("No errors were found");
        expect(status).toBe(0);
      });
    },
  );

  it("follows from its seed", async () => {
    await withFolder(async (folder) => {
      const make = (seed: number) =>
        makeFilledBat(`${folder}/f.vhdx`, { virtualSize: GIB, blockSize: MIB, present: 100, seed });
      const first = make(1);
      expect(make(2)).not.toEqual(first);
      expect(make(1)).toEqual(first);
    });
  });

  it("has as many blocks as the disk at most, and four at least", async () => {
    await withFolder(async (folder) => {
      const make = (present: number) =>
        makeFilledBat(`${folder}/f.vhdx`, { virtualSize: GIB, blockSize: MIB, present, seed: 1 });
      expect(() => make(1025)).toThrow("1025");
      expect(() => make(3)).toThrow("3");
    });
  });
});
