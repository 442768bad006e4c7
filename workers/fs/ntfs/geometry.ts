import { decode } from "../../bytes/struct.ts";
import { isPowerOfTwo, safeNumber } from "../../shared/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { BOOT_SIGNATURE } from "../../volume/structs/mbr.ts";
import { bootSector, ntfsBoot } from "../../volume/structs/windows-boot.ts";

/** Sizes and places that the boot sector states. All in bytes. */
export interface Geometry {
  readonly sectorSize: number;
  readonly clusterSize: number;
  readonly recordSize: number;
  readonly indexSize: number;
  /** Of the volume, with the sector of the backup boot sector. */
  readonly size: number;
  readonly mft: number;
  readonly mirror: number;
  /** As Windows prints it: 16 hexadecimal digits. */
  readonly serial: string;
  /** Where the boot sector was that says all this. */
  readonly boot: number;
}

const LARGEST_CLUSTER = 2 * 1024 * 1024;
const LARGEST_RECORD = 64 * 1024;

/** A size in clusters, or above 127 in bytes as a power of two below zero. */
const sizeOf = (value: number, clusterSize: number) =>
  value > 0x7f ? 2 ** (0x100 - value) : value * clusterSize;

const isBlockSize = (size: number) => isPowerOfTwo(size) && size >= 512 && size <= LARGEST_RECORD;

/** What a boot sector says; null where it is none, or states what can't be. */
function geometryAt(volume: ReadableStore, offset: number): Geometry | null {
  const bytes = tryRead(volume, offset, bootSector.size);
  if (bytes === null) return null;
  const head = decode(bootSector, bytes);
  if (head.system !== "NTFS    " || head.signature !== BOOT_SIGNATURE) return null;
  const boot = decode(ntfsBoot, bytes);
  const { sectorSize, clusterSectors } = boot;
  const clusterSize = sectorSize * (clusterSectors > 0x80 ? 2 ** (0x100 - clusterSectors) : clusterSectors);
  const recordSize = sizeOf(boot.recordClusters, clusterSize);
  const indexSize = sizeOf(boot.indexClusters, clusterSize);
  const sectors = safeNumber(boot.sectors);
  const mft = safeNumber(boot.mft * BigInt(clusterSize));
  const mirror = safeNumber(boot.mirror * BigInt(clusterSize));
  const fits =
    isPowerOfTwo(sectorSize) &&
    sectorSize >= 256 &&
    sectorSize <= 4096 &&
    isPowerOfTwo(clusterSize) &&
    clusterSize <= LARGEST_CLUSTER &&
    isBlockSize(recordSize) &&
    isBlockSize(indexSize) &&
    sectors !== null &&
    Number.isSafeInteger((sectors + 1) * sectorSize);
  if (!fits || mft === null || mirror === null) return null;
  return {
    sectorSize,
    clusterSize,
    recordSize,
    indexSize,
    size: (sectors + 1) * sectorSize,
    mft,
    mirror,
    serial: boot.serial.toString(16).toUpperCase().padStart(16, "0"),
    boot: offset,
  };
}

/** Where a copy of the boot sector can be: behind the last sector, or in NT 3 in the middle. */
function copyPlaces(size: number): number[] {
  const places = [512, 4096, 1024, 2048].map((sector) => Math.floor(size / sector) * sector - sector);
  return [...places, Math.floor(size / 1024) * 512];
}

/** Sizes and places from the boot sector, or else from its copy; null where neither is there. */
export function readGeometry(volume: ReadableStore): Geometry | null {
  const first = geometryAt(volume, 0);
  if (first !== null) return first;
  for (const place of copyPlaces(volume.size)) {
    const copy = geometryAt(volume, place);
    if (copy !== null) return copy;
  }
  return null;
}

/** Offset of the backup boot sector; null where it is not there. */
export function backupBoot(volume: ReadableStore, { size, sectorSize, mft }: Geometry): number | null {
  const offset = size - sectorSize;
  return geometryAt(volume, offset)?.mft === mft ? offset : null;
}
