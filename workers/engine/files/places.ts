import type { DiskPlace, FilePlace, FilePlaces } from "../../api/index.ts";
import type { FileContent, FileExtent } from "../../fs/file-system.ts";
import type { Extent, VirtualDisk } from "../../vhdx/disk/disk.ts";
import { lengthOn, type SegmentStore } from "../../volume/segment-store.ts";

/** Runs of one answer at most. */
const MOST_RUNS = 4096;

/** What a file lies on. */
export interface PlacedOn {
  readonly disk: VirtualDisk;
  readonly volume: SegmentStore;
  /** Names of the disk's own file, its parent's, and so on. */
  readonly names: readonly string[];
}

function diskPlace({ offset, length, source, link = 0 }: Extent, names: readonly string[]): DiskPlace {
  const fileName = names[link] ?? null;
  switch (source.kind) {
    case "file":
      return { offset, length, link, fileName, fileOffset: source.fileOffset, kind: "file" };
    case "parent":
      return { offset, length, link: link + 1, fileName: null, fileOffset: null, kind: "missing" };
    case "zero":
    case "unreadable":
      return { offset, length, link, fileName, fileOffset: null, kind: source.kind };
  }
}

/** Where the start of a run of the volume lies. */
interface Placed {
  readonly disk: readonly DiskPlace[];
  /** Bytes of the run whose places these are. */
  readonly length: number;
}

/** Where a run of the volume lies, up to as many places as an answer holds. */
function diskPlaces({ disk, volume, names }: PlacedOn, offset: number, length: number): Placed {
  const places: DiskPlace[] = [];
  let before = 0;
  for (const { disk: at, length: size } of volume.within(offset, length)) {
    if (at !== null) {
      const there = lengthOn(disk, at, size);
      for (const extent of there === 0 ? [] : disk.extents(at, there)) {
        if (places.length >= MOST_RUNS) return { disk: places, length: before + extent.offset - at };
        places.push(diskPlace(extent, names));
      }
    }
    before += size;
  }
  return { disk: places, length };
}

function volumeRun({ source, length }: FileExtent): FilePlace["volume"] {
  if (source.kind === "volume") return { offset: source.offset, length };
  return source.kind === "packed" ? { offset: source.offset, length: source.length } : null;
}

/** Where a range of a file lies. */
export function filePlaces(content: FileContent, on: PlacedOn, offset: number, length: number): FilePlaces {
  const end = Math.min(offset + length, content.size);
  const runs: FilePlace[] = [];
  let count = 0;
  if (offset >= end) return { runs, end: offset };
  for (const extent of content.extents(offset, end - offset)) {
    if (count >= MOST_RUNS) return { runs, end: extent.offset };
    const { source } = extent;
    const volume = volumeRun(extent);
    const placed = volume === null ? null : diskPlaces(on, volume.offset, volume.length);
    // A run that was cut ends the answer. Of a packed one no part can be named.
    const isCut = placed !== null && volume !== null && placed.length < volume.length;
    const isPart = isCut && source.kind === "volume";
    runs.push({
      offset: extent.offset,
      length: isPart ? placed.length : extent.length,
      kind: source.kind === "volume" ? "stored" : source.kind,
      reason: source.kind === "unreadable" ? source.reason : null,
      volume: isPart ? { offset: volume.offset, length: placed.length } : volume,
      disk: placed?.disk ?? [],
    });
    if (isCut) return { runs, end: extent.offset + (isPart ? placed.length : extent.length) };
    count += Math.max(1, placed?.disk.length ?? 0);
  }
  return { runs, end };
}
