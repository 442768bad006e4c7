import { expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { recoverPlaces } from "./recovered.ts";

await loadCrc32c();

/** An image with some blocks, and where its metadata and BAT are found. */
function recovered(blocks: number) {
  const image = new ImageBuilder();
  for (let block = 0; block < blocks; block++) image.place(block, image.data / MIB + block);
  return { image, found: recoverPlaces(image.store, image.log) };
}

it("finds a BAT that names one block only", () => {
  const { image, found } = recovered(1);
  expect(found?.metadata.offset).toBe(image.metadata.offset);
  expect(found?.batOffset).toBe(image.bat.offset);
});

it("takes no table without a block for a BAT", () => {
  expect(recovered(0).found).toBeNull();
});

it("takes neither of two tables", () => {
  const { image } = recovered(2);
  const copy = new Uint8Array(MIB);
  image.store.read(image.bat.offset, copy);
  const { size } = image.store;
  image.store.write(size + MIB, copy);
  expect(recoverPlaces(image.store, image.log)).toBeNull();
});

it("takes neither of two metadata regions", () => {
  const { image } = recovered(2);
  const copy = new Uint8Array(MIB);
  image.store.read(image.metadata.offset, copy);
  // A MiB that is free, as it would be behind a block.
  image.store.write(image.store.size, copy);
  expect(recoverPlaces(image.store, image.log)).toBeNull();
});
