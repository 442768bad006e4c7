import { roundDown } from "../../shared/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import { Part } from "../../volume/part.ts";
import { type Fat, fatAt } from "../../volume/systems/windows.ts";
import type { VolumeRun } from "../file-system.ts";
import { type ClusterLayout, type EntryBits, FIRST_CLUSTER } from "./cluster-table.ts";
import { SLOT } from "./structs/entry.ts";

const SECTOR_SIZES = [512, 1024, 2048, 4096] as const;
/** Sector of FAT32's copy of the boot sector, where the first one can't say. */
const BACKUP = 6;

/** Where everything of a FAT volume is. Offsets are bytes from the start of the volume. */
export interface FatGeometry {
  readonly name: Fat["name"];
  readonly values: Fat["values"];
  readonly layout: ClusterLayout;
  /** All copies of the table, kept up to date or not. */
  readonly tables: readonly VolumeRun[];
  /** Root folder of FAT12 and FAT16; null in FAT32. */
  readonly root: VolumeRun | null;
  /** Bytes that the volume says it has. */
  readonly size: number;
  /** Boot sector that counts, and the copy. */
  readonly boot: number;
  readonly backup: number | null;
}

const BITS: Readonly<Record<Fat["name"], EntryBits>> = { FAT12: 12, FAT16: 16, FAT32: 28 };
/** Of BPB_ExtFlags: one table alone is kept up to date. */
const NOT_MIRRORED = 0x80;

function geometryOf({ name, values, sectors }: Fat, boot: number): FatGeometry {
  const { sectorSize, clusterSectors, reserved, tables: copies, rootEntries, extendedFlags, backup } = values;
  const bits = BITS[name];
  const clusterSize = clusterSectors * sectorSize;
  const length = (values.tableSectors16 || values.tableSectors32) * sectorSize;
  const start = reserved * sectorSize;
  const tables = Array.from({ length: copies }, (_, nth) => ({ offset: start + nth * length, length }));
  const rootStart = start + copies * length;
  const rootLength = Math.ceil((rootEntries * SLOT) / sectorSize) * sectorSize;
  const heap = rootStart + rootLength;
  const size = sectors * sectorSize;
  const entries = Math.floor((length * 8) / (bits === 28 ? 32 : bits)) - FIRST_CLUSTER;
  const clusters = Math.max(0, Math.min(Math.floor((size - heap) / clusterSize), entries));
  const alone =
    name === "FAT32" && (extendedFlags & NOT_MIRRORED) !== 0 ? tables[extendedFlags & 15] : undefined;
  const isFat32 = name === "FAT32";
  return {
    name,
    values,
    layout: { bits, tables: alone === undefined ? tables : [alone], clusterSize, heap, clusters },
    tables,
    root: isFat32 ? null : { offset: rootStart, length: roundDown(rootLength, SLOT) },
    size,
    boot,
    backup: isFat32 && backup !== 0 && backup !== 0xffff ? backup * sectorSize : null,
  };
}

/** The geometry by the boot sector, or by FAT32's copy of it; null where there is neither. */
export function readGeometry(volume: ReadableStore): FatGeometry | null {
  const part = new Part(volume, 0, volume.size);
  const first = fatAt(part, 0);
  if (first !== null) return geometryOf(first, 0);
  for (const size of SECTOR_SIZES) {
    const copy = fatAt(part, BACKUP * size);
    if (copy?.name === "FAT32" && copy.values.sectorSize === size) return geometryOf(copy, BACKUP * size);
  }
  return null;
}
