import { GIB, MIB } from "../../../shared/numbers.ts";
import type { BITMAPS } from "../../../vhdx/findings/catalogue/bitmap-rules.ts";
import type { ImageBuilder, ImageOptions } from "../../vhdx/image-builder.ts";
import { CHILD, type RuleCase } from "./case.ts";

const small: ImageOptions = { ...CHILD, virtualSize: 2 * MIB };
/** Sectors in a block. */
const SECTORS = MIB / 512;

/** A sector bitmap behind block 0's storage, with bits set from the given one on. */
function bitmap(image: ImageBuilder, firstBit: number, bits: number): void {
  const mib = image.data / MIB + 1;
  image.setEntry(image.geometry.bitmapIndex(0), { state: 6, fileOffsetMb: mib });
  image.fill(mib * MIB + firstBit / 8, bits / 8, 0xff);
}
const partial = (image: ImageBuilder) => image.place(0, image.data / MIB, 7);

export const BITMAP_CASES: Record<keyof typeof BITMAPS, RuleCase> = {
  "bat-bitmap-without-parent": {
    options: { virtualSize: 8 * GIB },
    spoil: (image) => image.setEntry(4096, { state: 6, fileOffsetMb: image.data / MIB }),
    nearMiss: (image) => image.setEntry(4097, { state: 6, fileOffsetMb: image.data / MIB }),
  },
  "bat-bitmap-stray-state": {
    options: { virtualSize: 8 * GIB },
    spoil: (image) => image.setEntry(4096, { state: 2 }),
    nearMiss: (image) => image.setEntry(4097, { state: 2 }),
  },
  "bat-bitmap-reserved-state": {
    options: small,
    spoil: (image) => image.setEntry(image.geometry.bitmapIndex(0), { state: 5 }),
    nearMiss: (image) => image.setEntry(image.geometry.bitmapIndex(0), { state: 0 }),
  },
  "bat-partial-without-bitmap": {
    options: small,
    spoil: (image) => partial(image),
    nearMiss: (image) => {
      partial(image);
      bitmap(image, 0, 8);
    },
  },
  "bat-bitmap-unused": {
    options: small,
    spoil: (image) => bitmap(image, 0, 0),
    nearMiss: (image) => {
      partial(image);
      bitmap(image, 0, 8);
    },
  },
  "bitmap-stale-bits": {
    options: small,
    spoil: (image) => {
      partial(image);
      bitmap(image, 0, SECTORS + 8);
    },
    nearMiss: (image) => {
      partial(image);
      bitmap(image, 0, SECTORS);
    },
  },
  "bitmap-bits-beyond-disk": {
    options: small,
    spoil: (image) => {
      partial(image);
      image.place(1, image.data / MIB + 2);
      bitmap(image, 0, 2 * SECTORS + 8);
    },
    nearMiss: (image) => {
      partial(image);
      image.place(1, image.data / MIB + 2);
      bitmap(image, 0, 2 * SECTORS);
    },
  },
  "bitmap-block-empty": {
    options: small,
    spoil: (image) => {
      partial(image);
      bitmap(image, 0, 0);
    },
    nearMiss: (image) => {
      partial(image);
      bitmap(image, SECTORS - 8, 8);
    },
  },
};
