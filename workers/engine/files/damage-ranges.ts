import type { DamageKind } from "../../api/index.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { lengthOn } from "../../volume/segment-store.ts";
import type { VolumePlace } from "../../volume/volumes.ts";
import type { Gate } from "../jobs/jobs.ts";
import type { LayerOf } from "./open-systems.ts";

/** Runs that are kept of one kind. A broken table can have millions: then gaps between runs close to each other count too. */
const MOST_RUNS = 100_000;

/** Damaged runs of the volume, by why they are damaged. */
type DamageRanges = ReadonlyMap<DamageKind, IntervalSet>;

/** Two BAT entries that lie at one place. */
const SHARED = new Set(["bat-duplicate-offset", "bat-overlap"]);

/** Blocks of the disk that share their storage with another block, as runs of the disk. */
function* sharedBlocks({ image, layer }: LayerOf): Generator<{ start: number; end: number }> {
  const { geometry } = layer.structures;
  if (geometry === null) return;
  for (const { code, batIndex, other } of image.findings(layer)) {
    if (!SHARED.has(code)) continue;
    for (const index of [batIndex, other]) {
      if (index === undefined) continue;
      const { kind, block } = geometry.entryAt(index);
      const start = block * geometry.blockSize;
      if (kind === "payload") yield { start, end: start + geometry.bytesInBlock(block) };
    }
  }
}

/** Collects runs of the volume. */
class Ranges {
  readonly kinds = new Map<DamageKind, IntervalSet>();
  /** Whether runs were joined over gaps, so that more counts as damaged than is. */
  isCoarse = false;
  readonly #place: VolumePlace;

  constructor(place: VolumePlace) {
    this.#place = place;
  }

  /** Takes a run of the disk. */
  disk(kind: DamageKind, start: number, end: number): void {
    for (const { offset, length } of this.#place.store.ofDisk(start, end - start))
      this.volume(kind, offset, offset + length);
  }

  volume(kind: DamageKind, start: number, end: number): void {
    const set = this.kinds.get(kind) ?? new IntervalSet();
    this.kinds.set(kind, set);
    const last = set.runs.at(-1);
    if (last !== undefined && set.runs.length >= MOST_RUNS && start >= last.start) {
      this.isCoarse = true;
      set.add(last.end, end);
    } else set.add(start, end);
  }
}

/** What of a volume is damaged, and whether it is known to the byte. */
export interface VolumeDamage {
  readonly kinds: DamageRanges;
  readonly isExact: boolean;
}

/**
 * Finds the damaged runs of a volume: where the file is cut off, where a block can't be read or lies in a parent that is not open,
 * where blocks share their storage, and where zeros took the place of data. Parts that the drive fails to read are among them only
 * once an export or an edit met them.
 *
 * @param zeroed runs of the disk that read as zeros since a fix, or that an export could not read
 * @throws VhdxError `cancelled`.
 */
export async function damageRanges(
  of: LayerOf,
  disk: VirtualDisk,
  place: VolumePlace,
  zeroed: Iterable<{ readonly start: number; readonly end: number }>,
  gate: Gate,
): Promise<VolumeDamage> {
  const found = new Ranges(place);
  const { store } = place;
  for (const { offset: volumeAt, disk: at, length } of store.within(0, store.size)) {
    await gate.checkpoint();
    if (at === null) {
      // A part of a logical volume on another disk, or of a layout that is not read.
      found.volume("unreadable", volumeAt, volumeAt + length);
      continue;
    }
    const there = lengthOn(disk, at, length);
    if (there < length) found.volume("cut-off", volumeAt + there, volumeAt + length);
    if (there === 0) continue;
    for (const { offset, length: size, source } of disk.extents(at, there)) {
      if (source.kind === "unreadable")
        found.disk(source.isCutOff === true ? "cut-off" : "unreadable", offset, offset + size);
      if (source.kind === "parent") found.disk("missing-parent", offset, offset + size);
      await gate.checkpoint();
    }
  }
  if (place.length > store.size) found.volume("cut-off", store.size, place.length);
  for (const { start, end } of sharedBlocks(of)) found.disk("overlap", start, end);
  for (const { start, end } of zeroed) found.disk("zeroed", start, end);
  return { kinds: found.kinds, isExact: !found.isCoarse };
}
