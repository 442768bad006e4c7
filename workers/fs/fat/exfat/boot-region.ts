/** Sector of a boot region that repeats its checksum (exFAT specification, 3.4). */
export const CHECKSUM_SECTOR = 11;
/** Bytes of the boot sector that change in use: VolumeFlags and PercentInUse. */
const LEFT_OUT: ReadonlySet<number> = new Set([106, 107, 112]);

/** Checksum of a boot region: of the sectors in front of the one that holds it. */
export function bootChecksum(region: Uint8Array, sectorSize: number): number {
  let sum = 0;
  const end = CHECKSUM_SECTOR * sectorSize;
  for (let at = 0; at < end; at++) {
    if (LEFT_OUT.has(at)) continue;
    sum = (((sum & 1) << 31) + (sum >>> 1) + (region[at] ?? 0)) >>> 0;
  }
  return sum;
}
