import { GIB, MIB } from "../../../workers/shared/numbers.ts";
import type { ReadableStore } from "../../../workers/store/store.ts";
import { LOG_SECTOR } from "../../../workers/shared/geometry.ts";
import { INCOMPLETE_FILE } from "../../../workers/vhdx/structs/metadata-items.ts";
import { ImageBuilder, LOG_GUID } from "../../../workers/testing/vhdx/image-builder.ts";
import { sectorOf } from "../../../workers/testing/vhdx/log-builder.ts";

const PARENT = {
  parent_linkage: `{${LOG_GUID}}`,
  parent_linkage2: "{00000000-0000-0000-0000-000000000000}",
  relative_path: ".\\parent.vhdx",
  volume_path: "\\\\?\\Volume{26A21BDA-A627-11D7-9931-806E6F6E6963}\\parent.vhdx",
  absolute_win32_path: "C:\\disks\\parent.vhdx",
};

/** Adds log entries that write the BAT's first sector with its own bytes, zeros behind it, and a sector of the first block. */
function addEntries(image: ImageBuilder, count: number): void {
  image.setHeaders({ logGuid: LOG_GUID });
  const sector = sectorOf(0);
  image.store.read(image.bat.offset, sector);
  let at = 0;
  for (let nth = 0; nth < count; nth++) {
    const writes = [
      { fileOffset: image.bat.offset, sector },
      { fileOffset: image.bat.offset + LOG_SECTOR, zeros: 2 * LOG_SECTOR },
      { fileOffset: image.data + nth * LOG_SECTOR, sector: sectorOf(nth + 1) },
    ].slice(0, (nth % 3) + 1);
    image.addLogEntry(at, {
      sequenceNumber: BigInt(5 + nth),
      tail: 0,
      writes,
      lastFileOffset: BigInt(image.store.size),
      flushedFileOffset: BigInt(image.data),
    });
    at += (1 + writes.filter((write) => "sector" in write).length) * LOG_SECTOR;
  }
}

/** Places blocks in every state that the kind of disk allows. */
function placeBlocks(image: ImageBuilder, states: readonly number[]): void {
  const step = image.geometry.blockSize / MIB;
  states.forEach((state, block) => image.place(block, image.data / MIB + block * step, state));
}

/** Small images of each kind, by name: kinds that the corpus lacks, or has only as large images. */
export const MADE: Readonly<Record<string, () => ReadableStore>> = {
  dynamic: () => {
    const image = new ImageBuilder();
    placeBlocks(image, [6, 0, 1, 2, 3, 6, 6]);
    return image.store;
  },
  fixed: () => {
    const image = new ImageBuilder({ type: "fixed", virtualSize: 8 * MIB });
    placeBlocks(image, [6, 6, 6, 6, 6, 6, 6, 6]);
    return image.store;
  },
  "dirty-log": () => {
    const image = new ImageBuilder();
    placeBlocks(image, [6, 6, 0, 2]);
    addEntries(image, 7);
    return image.store;
  },
  "dirty-child": () => {
    const options = { type: "differencing", parent: PARENT, blockSize: 2 * MIB } as const;
    const image = new ImageBuilder({ ...options, virtualSize: 60 * MIB, room: 30 * MIB });
    placeBlocks(image, [6, 7, 0, 1, 2, 3, 7]);
    image.setEntry(image.geometry.bitmapIndex(0), { state: 6, fileOffsetMb: image.data / MIB + 20 });
    image.fill(image.data + 20 * MIB, 1000, 0x5a);
    addEntries(image, 2);
    return image.store;
  },
  "large-sectors": () => {
    const sizes = { logicalSectorSize: 4096, physicalSectorSize: 4096, blockSize: 4 * MIB };
    const image = new ImageBuilder({ ...sizes, virtualSize: 256 * MIB, room: 32 * MIB });
    placeBlocks(image, [6, 6, 0, 6]);
    addEntries(image, 3);
    return image.store;
  },
  "many-blocks": () => {
    const image = new ImageBuilder({ virtualSize: 16 * GIB, room: 64 * MIB });
    for (let nth = 0; nth < 48; nth++) image.place((nth * 331) % 16_000, image.data / MIB + nth);
    return image.store;
  },
  "odd-items": () => {
    const image = new ImageBuilder({ type: "differencing", parent: PARENT });
    image.setMetadata([
      ...image.items,
      { itemId: "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", isUser: 1, bytes: new Uint8Array(100).fill(7) },
      { itemId: "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb", bytes: new Uint8Array(70_000).fill(9) },
      { itemId: INCOMPLETE_FILE.guid, isRequired: 1, bytes: new Uint8Array(0) },
    ]);
    return image.store;
  },
};
