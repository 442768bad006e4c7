import type { Finding } from "../../api/index.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { Bat } from "../../vhdx/bat/bat.ts";
import { BatCheck, type BatCheckResult, type ClearPlaces } from "../../vhdx/bat/bat-check.ts";
import { Geometry } from "../../shared/geometry.ts";

/** A BAT entry in its parts. */
export interface Entry {
  readonly state: number;
  readonly mib: number;
  readonly reserved?: number;
}

/** MiB of the structures of the files here: header section, log, metadata, BAT. */
export const STRUCTURES = 4;

/**
 * Checks a table, in pieces of the given number of entries.
 *
 * @param clear places at which blocks need no close look; by default the check decides.
 */
export function check(
  geometry: Geometry,
  entries: readonly Entry[],
  fileSize: number,
  piece = entries.length,
  clear?: ClearPlaces,
): BatCheckResult {
  const structures = new IntervalSet();
  structures.add(0, STRUCTURES);
  const bat = new Bat(new MemoryStore(3 * MIB + geometry.batEntries * 8), geometry, 3 * MIB, 4 * GIB - MIB);
  const checker = new BatCheck(bat, fileSize, structures, null, clear === undefined ? {} : { clear });
  for (let at = 0; at < entries.length; at += piece) {
    const part = entries.slice(at, at + piece);
    const words = part.flatMap(({ state, mib, reserved = 0 }) => {
      const raw = (BigInt(mib) << 20n) | BigInt(reserved << 3) | BigInt(state);
      return [Number(raw & 0xffff_ffffn), Number(raw >> 32n)];
    });
    checker.feed(Uint32Array.from(words));
  }
  return checker.result();
}

/** Findings about one entry; the others are about the whole table. */
export const single = ({ findings }: BatCheckResult) =>
  findings.filter(({ batIndex }) => batIndex !== undefined);
/** Code, entry, and the other entry of a pair. */
export const short = ({ code, batIndex, other }: Finding) =>
  other === undefined ? `${code} ${batIndex}` : `${code} ${batIndex} ${other}`;

/** Chunks of 16 blocks, each of 256 MiB. */
export const disk = (blocks: number, differencing: boolean) =>
  new Geometry({
    virtualSize: blocks * 256 * MIB,
    blockSize: 256 * MIB,
    logicalSectorSize: 512,
    differencing,
  });

export const empty = (geometry: Geometry): Entry[] =>
  Array.from({ length: geometry.batEntries }, () => ({ state: 0, mib: 0 }));

/** A plain dynamic disk of 8 blocks of 2 MiB with the given first entries, in a file of 100 MiB. */
export function codes(entries: readonly Entry[], fileSize = 100 * MIB): readonly string[] {
  const geometry = new Geometry({
    virtualSize: 16 * MIB,
    blockSize: 2 * MIB,
    logicalSectorSize: 512,
    differencing: false,
  });
  return single(check(geometry, [...entries, ...empty(geometry).slice(entries.length)], fileSize)).map(short);
}
