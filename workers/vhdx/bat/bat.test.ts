import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { Bat } from "./bat.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";

await loadCrc32c();

describe("a BAT", () => {
  const image = new ImageBuilder({ virtualSize: 20 * GIB });
  const { geometry, bat: place } = image;
  const marked = [0, 511, 512, 4095, 4096, 8191, 8192, 16383, 16384, geometry.batEntries - 1];
  for (const index of marked) image.setEntry(index, { state: 6, fileOffsetMb: 100 + index });

  it("gives every entry, in whatever order they are asked for", () => {
    const bat = new Bat(image.store, geometry, place.offset, place.length);
    expect(bat.entries).toBe(geometry.batEntries);
    for (const index of [...marked, ...marked.toReversed()]) {
      expect(bat.raw(index)).toBe((BigInt(100 + index) << 20n) | 6n);
      expect(bat.halves(index + 1).low & 7).toBe(marked.includes(index + 1) ? 6 : 0);
      expect(bat.pageStart).toBeLessThanOrEqual(index + 1);
      expect(bat.pageEnd).toBeGreaterThan(bat.pageStart);
    }
  });

  it("reads a page once for all the entries in it", () => {
    const metered = new MeteredStore(image.store);
    const bat = new Bat(metered, geometry, place.offset, place.length);
    for (let index = 0; index < bat.entries; index++) bat.halves(index);
    expect(metered.reads).toBe(Math.ceil(bat.entries / 8192));
    expect(metered.bytesRead).toBe(bat.byteLength);
  });

  it("ends where its region or the file does; what is behind reads as NOT_PRESENT", () => {
    const cut = new Bat(image.store, geometry, image.store.size - 20, place.length);
    expect(cut.entries).toBe(2);
    expect(cut.halves(2)).toEqual({ low: 0, high: 0 });
    expect(cut.halves(-1)).toEqual({ low: 0, high: 0 });
    expect(new Bat(image.store, geometry, place.offset, 80).entries).toBe(10);
    expect(new Bat(image.store, geometry, image.store.size + MIB, place.length).entries).toBe(0);
  });
});
