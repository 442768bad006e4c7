import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB, TIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { hyperVDefaults } from "../../vhdx/write/create-options.ts";
import { type JobContext, UNATTENDED } from "../jobs/jobs.ts";
import { Layer, OriginalStore } from "./layer.ts";

beforeAll(loadCrc32c);

/** A layer whose BAT has 64 MiB, too much to be checked while opening, and what is read of it. */
function largeLayer(): { layer: Layer; metered: MeteredStore } {
  const store = new MemoryStore();
  runSteps(createImage(store, { ...hyperVDefaults(8 * TIB), blockSize: MIB }));
  const metered = new MeteredStore(store);
  const layer = new Layer({ name: "original", upTo: null }, new OriginalStore(metered), null);
  metered.bytesRead = 0;
  return { layer, metered };
}

/** A job that stops at its `at`th checkpoint. */
function stoppedAt(at: number): JobContext {
  let seen = 0;
  return {
    ...UNATTENDED,
    checkpoint: () => {
      seen += 1;
      return seen < at ? Promise.resolve() : Promise.reject(new VhdxError("cancelled", "Cancelled."));
    },
  };
}

describe("two jobs that check one table", () => {
  it("read it once, and are both told how far it is", async () => {
    const { layer, metered } = largeLayer();
    const told: number[] = [];
    const looksOn = { ...UNATTENDED, progress: (done: number) => void told.push(done) };
    await Promise.all([layer.checkBat(UNATTENDED), layer.checkBat(looksOn)]);
    expect(layer.batChecked).toBe(true);
    expect(layer.bat?.checked).toBe(layer.structures.geometry?.batEntries);
    expect(metered.bytesRead).toBeLessThanOrEqual(layer.structures.bat?.byteLength ?? 0);
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it("go on where the one that reads is cancelled", async () => {
    const { layer } = largeLayer();
    const cancelled = layer.checkBat(stoppedAt(20));
    const other = layer.checkBat(UNATTENDED);
    await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
    expect(layer.batChecked).toBe(false);
    await other;
    expect(layer.batChecked).toBe(true);
    expect(layer.bat?.byState).toEqual({ "payload-0": 8 * MIB, "bitmap-0": 2047 });
  });
});
