import type { ReadableStore } from "../../../store/store.ts";
import { Part } from "../../../volume/part.ts";
import { exfatAt } from "../../../volume/systems/windows.ts";
import { safeNumber } from "../../../shared/numbers.ts";
import type { VolumeRun } from "../../file-system.ts";
import { type ClusterLayout, FIRST_CLUSTER } from "../cluster-table.ts";

/** Sectors of the boot region; its copy is right behind it (exFAT specification, 2). */
export const REGION_SECTORS = 12;
const SECTOR_SIZES = [512, 1024, 2048, 4096] as const;

type Values = NonNullable<ReturnType<typeof exfatAt>>;

/** Where everything of an exFAT volume is. Offsets are bytes from the start of the volume. */
export interface ExfatGeometry {
  readonly values: Values;
  readonly sectorSize: number;
  readonly layout: ClusterLayout;
  readonly tables: readonly VolumeRun[];
  /** Bytes that the volume says it has. */
  readonly size: number;
  /** Boot region that counts. */
  readonly boot: number;
}

/** @param here bytes of the volume */
function geometryOf(values: Values, boot: number, here: number): ExfatGeometry | null {
  const sectorSize = 2 ** values.sectorShift;
  const length = values.tableSectors * sectorSize;
  const start = values.tableStart * sectorSize;
  const tables = Array.from({ length: values.tables }, (_, nth) => ({
    offset: start + nth * length,
    length,
  }));
  const sectors = safeNumber(values.sectors);
  if (sectors === null || !Number.isSafeInteger(sectors * sectorSize) || length === 0) return null;
  // Both tables are kept up to date only by TexFAT; the flag names the one that is.
  const active = tables[values.flags & 1] ?? tables[0];
  const clusterSize = sectorSize * 2 ** values.clusterShift;
  const heap = values.heapStart * sectorSize;
  const size = sectors * sectorSize;
  // Neither of the volume nor of what it says of itself are there more.
  const fitting = Math.floor((Math.max(size, here) - heap) / clusterSize);
  return {
    values,
    sectorSize,
    layout: {
      bits: 32,
      tables: active === undefined ? [] : [active],
      clusterSize,
      heap,
      clusters: Math.max(0, Math.min(values.clusters, length / 4 - FIRST_CLUSTER, fitting)),
    },
    tables,
    size,
    boot,
  };
}

/** The geometry by the boot region, or by its copy; null where there is neither. */
export function readExfatGeometry(volume: ReadableStore): ExfatGeometry | null {
  const part = new Part(volume, 0, volume.size);
  const first = exfatAt(part, 0);
  if (first !== null) return geometryOf(first, 0, volume.size);
  for (const size of SECTOR_SIZES) {
    const copy = exfatAt(part, REGION_SECTORS * size);
    if (copy !== null && 2 ** copy.sectorShift === size)
      return geometryOf(copy, REGION_SECTORS * size, volume.size);
  }
  return null;
}
