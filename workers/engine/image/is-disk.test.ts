import { expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { readUpTo } from "../../store/store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { isDisk } from "./is-disk.ts";

await loadCrc32c();

const fileOf = ({ store }: ImageBuilder) => new Blob([readUpTo(store, 0, store.size)]);

it("knows a VHDX by its first bytes, and by a header where these are gone", async () => {
  const image = new ImageBuilder();
  expect(await isDisk(fileOf(image))).toBe(true);
  image.fill(0, 4096, 0);
  expect(await isDisk(fileOf(image))).toBe(true);
});

it("takes nothing else for one", async () => {
  const image = new ImageBuilder();
  image.fill(0, 1024 * 1024, 0);
  expect(await isDisk(fileOf(image))).toBe(false);
  expect(await isDisk(new Blob(["vhdxfil"]))).toBe(false);
  expect(await isDisk(new Blob([]))).toBe(false);
});
