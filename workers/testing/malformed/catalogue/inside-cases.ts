import { crc32 } from "../../../bytes/crc32.ts";
import { encode, type Values } from "../../../bytes/struct.ts";
import { MIB } from "../../../shared/numbers.ts";
import type { INSIDE } from "../../../vhdx/findings/catalogue/inside-rules.ts";
import { GPT_SIGNATURE, gptHeader } from "../../../vhdx/structs/gpt.ts";
import { EXT_MAGIC, EXT_SUPERBLOCK, extSuperblock } from "../../../volume/structs/ext.ts";
import { BOOT_SIGNATURE, bootRecord, bootRecordEntry } from "../../../volume/structs/mbr.ts";
import { bootSector, ntfsBoot } from "../../../volume/structs/windows-boot.ts";
import type { ImageBuilder } from "../../vhdx/image-builder.ts";
import type { RuleCase } from "./case.ts";

const SECTOR = 512;
/** The builder's disk. */
const DISK = 64 * MIB;
const LAST_SECTOR = DISK / SECTOR - 1;
/** Start of group 1 of blocks of 1 KiB: where the first copy of an ext superblock lies. */
const EXT_COPY = 8 * MIB + 1024;

/** Writes bytes of the virtual disk, into blocks that are stored where the disk has them. */
function put(image: ImageBuilder, offset: number, bytes: Uint8Array): void {
  const block = Math.floor(offset / MIB);
  image.place(block, image.data / MIB + block);
  image.store.truncate(Math.max(image.store.size, image.data + (block + 1) * MIB));
  image.store.write(image.data + offset, bytes);
}

const ext = (image: ImageBuilder, at: number, values: Partial<Values<typeof extSuperblock.fields>> = {}) =>
  put(
    image,
    at,
    encode(extSuperblock, {
      magic: EXT_MAGIC,
      blocksLow: DISK / 1024,
      firstBlock: 1,
      blocksPerGroup: 8192,
      inodesPerGroup: 1024,
      state: 1,
      ...values,
    }),
  );

/** A boot record with one partition of a type. */
const mbr = (image: ImageBuilder, type: number, start = 2048) =>
  put(
    image,
    0,
    encode(bootRecord, {
      signature: BOOT_SIGNATURE,
      entries: encode(bootRecordEntry, { type, start, count: 4096 }),
    }),
  );

/** A GPT without partitions: one of its copies. */
function gpt(image: ImageBuilder, ownSector: number, otherSector: number): void {
  const values = {
    signature: GPT_SIGNATURE,
    headerSize: gptHeader.size,
    ownSector: BigInt(ownSector),
    otherSector: BigInt(otherSector),
    entriesSector: BigInt(ownSector === 1 ? 2 : ownSector - 1),
    entryCount: 0,
    entrySize: 128,
  };
  const headerChecksum = crc32(encode(gptHeader, values));
  put(image, ownSector * SECTOR, encode(gptHeader, { ...values, headerChecksum }));
}

function ntfs(image: ImageBuilder, sector: number, copy: boolean): void {
  const bytes = encode(bootSector, { jump: 0xeb, system: "NTFS    ", signature: BOOT_SIGNATURE });
  const values = { sectorSize: SECTOR, clusterSectors: 8, sectors: BigInt(LAST_SECTOR), mft: 4n };
  const boot = encode(ntfsBoot, values).map((byte, at) => byte | (bytes[at] ?? 0));
  put(image, sector * SECTOR, boot);
  if (copy) put(image, LAST_SECTOR * SECTOR, boot);
}

export const INSIDE_CASES: Record<keyof typeof INSIDE, RuleCase> = {
  "inside-table-over": {
    spoil: (image) => {
      ext(image, EXT_COPY, { group: 1 });
      mbr(image, 0x83);
    },
    nearMiss: (image) => {
      ext(image, EXT_COPY, { group: 2 });
      mbr(image, 0x83);
    },
  },
  "inside-table-damaged": {
    spoil: (image) => {
      mbr(image, 0xee, 1);
      gpt(image, LAST_SECTOR, 1);
    },
    nearMiss: (image) => {
      mbr(image, 0xee, 1);
      gpt(image, 1, LAST_SECTOR);
      gpt(image, LAST_SECTOR, 1);
    },
  },
  "inside-start-lost": {
    spoil: (image) => ext(image, EXT_COPY, { group: 1 }),
    nearMiss: (image) => ext(image, EXT_COPY + 1024, { group: 1 }),
  },
  "inside-marked-errors": {
    spoil: (image) => ext(image, EXT_SUPERBLOCK, { state: 3 }),
    nearMiss: (image) => ext(image, EXT_SUPERBLOCK, { state: 1 }),
  },
  "inside-too-long": {
    spoil: (image) => ext(image, EXT_SUPERBLOCK, { blocksLow: DISK / 1024 + 1 }),
    nearMiss: (image) => ext(image, EXT_SUPERBLOCK, { blocksLow: DISK / 1024 }),
  },
  "inside-not-clean": {
    spoil: (image) => ext(image, EXT_SUPERBLOCK, { state: 0 }),
    nearMiss: (image) => ext(image, EXT_SUPERBLOCK, { state: 1 }),
  },
  "inside-copy-lost": {
    spoil: (image) => ntfs(image, 0, false),
    nearMiss: (image) => ntfs(image, 0, true),
  },
  "inside-not-recognised": {
    spoil: (image) => put(image, 0, new Uint8Array([1])),
    nearMiss: () => {},
  },
};
