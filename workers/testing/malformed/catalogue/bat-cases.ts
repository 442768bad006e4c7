import { GIB, MIB, TIB } from "../../../shared/numbers.ts";
import type { BAT } from "../../../vhdx/findings/catalogue/bat-rules.ts";
import { VIRTUAL_DISK_SIZE } from "../../../vhdx/structs/metadata-items.ts";
import type { ImageBuilder, ImageOptions } from "../../vhdx/image-builder.ts";
import { diskSizeOf, withItem } from "../cases.ts";
import { CHILD, type RuleCase } from "./case.ts";

/** The first MiB behind the structures, and the first MiB behind the end of the file. */
const room = (image: ImageBuilder) => image.data / MIB;
const end = (image: ImageBuilder) => image.store.size / MIB;
const large: ImageOptions = { blockSize: 2 * MIB };
/** Two blocks; the disk ends in the middle of the second. */
const half: ImageOptions = { virtualSize: 3 * MIB, blockSize: 2 * MIB, room: 4 * MIB };

export const BAT_CASES: Record<keyof typeof BAT, RuleCase> = {
  "bat-too-small": {
    spoil: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, diskSizeOf(BigInt(TIB))),
    nearMiss: (image) => withItem(image, VIRTUAL_DISK_SIZE.guid, diskSizeOf(BigInt(100 * GIB))),
  },
  "bat-overlaps-structure": {
    spoil: (image) => image.place(0, room(image) - 1),
    nearMiss: (image) => image.place(0, room(image)),
  },
  "bat-offset-zero": {
    spoil: (image) => image.place(0, 0),
    nearMiss: (image) => image.place(0, 0, 2),
  },
  "bat-beyond-file": {
    spoil: (image) => image.place(0, end(image)),
    along: ["file-data-missing"],
    nearMiss: (image) => image.place(0, end(image) - 1),
  },
  "bat-block-cut-off": {
    options: large,
    spoil: (image) => image.place(0, end(image) - 1),
    along: ["file-data-missing"],
    nearMiss: (image) => image.place(0, end(image) - 2),
  },
  "bat-offset-too-large": {
    spoil: (image) => image.place(0, 2 ** 33),
    along: ["file-data-missing"],
    nearMiss: (image) => image.place(0, 2 ** 33 - 1),
  },
  "bat-reserved-bits": {
    spoil: (image) => image.setEntry(0, { reserved: 1 }),
    nearMiss: (image) => image.setEntry(0, { reserved: 0 }),
  },
  "bat-reserved-state": {
    spoil: (image) => image.place(0, 0, 4),
    nearMiss: (image) => image.place(0, 0, 3),
  },
  "bat-shifted": {
    options: { virtualSize: 6 * GIB, blockSize: 16 * MIB, room: 32 * MIB },
    // Block 0 was written after block 255, whose entry stands where that of the sector bitmap should.
    spoil: (image) => {
      image.place(0, room(image) + 16);
      image.setEntry(256, { state: 6, fileOffsetMb: room(image) });
    },
    nearMiss: (image) => image.setEntry(256, { state: 6, fileOffsetMb: room(image) }),
  },
  "bat-duplicate-offset": {
    spoil: (image) => [0, 1].forEach((block) => image.place(block, room(image))),
    nearMiss: (image) => [0, 1].forEach((block) => image.place(block, room(image) + block)),
  },
  "bat-overlap": {
    options: large,
    spoil: (image) => [0, 1].forEach((block) => image.place(block, room(image) + block)),
    nearMiss: (image) => [0, 1].forEach((block) => image.place(block, room(image) + 2 * block)),
  },
  "bat-partial-without-parent": {
    spoil: (image) => image.place(0, room(image), 7),
    nearMiss: (image) => image.place(0, room(image), 6),
  },
  "bat-offset-unused": {
    spoil: (image) => image.place(0, room(image), 2),
    nearMiss: (image) => image.place(0, room(image), 3),
  },
  "bat-anchor-in-structure": {
    spoil: (image) => image.place(0, room(image) - 1, 3),
    nearMiss: (image) => image.place(0, room(image), 3),
  },
  "bat-anchor-taken": {
    spoil: (image) => [6, 3].forEach((state, block) => image.place(block, room(image), state)),
    nearMiss: (image) => [6, 3].forEach((state, block) => image.place(block, room(image) + block, state)),
  },
  "bat-anchor-beyond-file": {
    spoil: (image) => image.place(0, end(image), 3),
    nearMiss: (image) => image.place(0, end(image) - 1, 3),
  },
  "bat-last-block-short": {
    options: half,
    spoil: (image) => {
      image.place(0, room(image));
      image.place(1, room(image) + 2);
      image.store.truncate(image.data + 3 * MIB);
    },
    nearMiss: (image) => {
      image.place(0, room(image));
      image.place(1, room(image) + 2);
    },
  },
  "bat-padding": {
    options: { ...CHILD, virtualSize: MIB },
    spoil: (image) => image.setEntry(1, { state: 2 }),
    nearMiss: (image) => image.setEntry(0, { state: 2 }),
  },
  "bat-slack": {
    spoil: (image) => image.fill(image.bat.offset + image.bat.length - 1, 1, 1),
    nearMiss: (image) => image.setEntry(image.geometry.batEntries - 1, { state: 2 }),
  },
  "bat-findings-omitted": {
    options: { virtualSize: 256 * MIB },
    spoil: (image) => Array.from({ length: 201 }).forEach((_, block) => image.place(block, 0)),
    along: Array.from({ length: 200 }, () => "bat-offset-zero" as const),
    nearMiss: (image) => Array.from({ length: 200 }).forEach((_, block) => image.place(block, 0)),
  },
};
