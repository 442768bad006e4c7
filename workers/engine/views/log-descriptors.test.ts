import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { entryAt, listDescriptors, writtenBytes } from "./log-descriptors.ts";
import { OpenedImage } from "../image/opened-image.ts";

async function sample(name: string): Promise<OpenedImage> {
  await loadCrc32c();
  const packed = readFileSync(new URL(`../../../src/samples/${name}.vhdx.gz`, import.meta.url));
  const image = new OpenedImage(new CachedStore(new MemoryStore(new Uint8Array(gunzipSync(packed)))));
  await image.scan(UNATTENDED);
  return image;
}

describe("descriptors of a crashed disk's log", () => {
  let image: OpenedImage;
  beforeAll(async () => {
    image = await sample("crashed");
  });

  it("hands out what a replay up to their entry leaves behind", () => {
    const active = image.log?.active ?? [];
    expect(active.length).toBeGreaterThan(0);
    for (const [at, entry] of active.entries()) {
      const layer = image.layer({ name: "replayed", upTo: at + 1 });
      const place = entryAt(image.log, entry.offset);
      const listed = listDescriptors(place, layer, 0, 4096);
      expect(listed).toHaveLength(entry.header.descriptorCount);
      const last = new Map(listed.map((descriptor, index) => [descriptor.fileOffset, index]));
      for (const [fileOffset, index] of last) {
        const written = writtenBytes(place, index);
        const stored = new Uint8Array(written.length);
        layer.store.read(Number(fileOffset), stored);
        expect(written).toEqual(stored);
      }
    }
  });

  it("lists any window of them", () => {
    const [entry] = image.log?.active ?? [];
    const place = entryAt(image.log, entry?.offset ?? -1);
    const all = listDescriptors(place, image.best, 0, 4096);
    expect(listDescriptors(place, image.best, 1, 1)).toEqual(all.slice(1, 2));
    expect(listDescriptors(place, image.best, all.length, 5)).toEqual([]);
  });

  it("refuses entries and descriptors that are not there", () => {
    const [entry] = image.log?.active ?? [];
    const place = entryAt(image.log, entry?.offset ?? -1);
    expect(() => entryAt(image.log, 4095)).toThrowError(/No log entry/);
    expect(() => writtenBytes(place, entry?.header.descriptorCount ?? 0)).toThrowError(/no descriptor/);
  });
});

it("trusts no descriptor of a torn entry", async () => {
  const image = await sample("torn-log");
  const torn = image.log?.entries.filter((each) => each.state === "torn") ?? [];
  expect(torn.length).toBeGreaterThan(0);
  for (const { entry } of torn) {
    const place = entryAt(image.log, entry.offset);
    expect(listDescriptors(place, image.best, 0, 10)).toEqual([]);
    expect(() => writtenBytes(place, 0)).toThrowError(/no descriptor/);
  }
});
