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

/** Where a run of the volume lies. */
function* diskPlaces(
  { disk, volume, names }: PlacedOn,
  offset: number,
  length: number,
): Generator<DiskPlace> {
  for (const { disk: at, length: size } of volume.within(offset, length)) {
    if (at === null) continue;
    const there = lengthOn(disk, at, size);
    if (there === 0) continue;
    for (const extent of disk.extents(at, there)) yield diskPlace(extent, names);
  }
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
    const disk: DiskPlace[] = [];
    if (volume !== null)
      for (const each of diskPlaces(on, volume.offset, volume.length)) {
        if (disk.length >= MOST_RUNS) break;
        disk.push(each);
      }
    runs.push({
      offset: extent.offset,
      length: extent.length,
      kind: source.kind === "volume" ? "stored" : source.kind,
      reason: source.kind === "unreadable" ? source.reason : null,
      volume,
      disk,
    });
    count += Math.max(1, disk.length);
  }
  return { runs, end };
}
