import type { FileSystem, VolumeRun, WalkedEntry } from "../../fs/file-system.ts";

/** A run of the volume that holds content of a file. */
export interface ContentRun extends VolumeRun {
  /** Offset in the file; null where the run is packed. */
  readonly fileOffset: number | null;
}

/** Runs of one file that are looked at; a file of more is looked at in part. */
const MOST_RUNS = 10_000_000;

/** Runs of the volume that hold the content and the streams of a file. */
export function* contentRuns(fs: FileSystem, { stat, entry }: WalkedEntry): Generator<ContentRun> {
  if (stat === null || stat.kind !== "file") return;
  let count = 0;
  for (const stream of [null, ...stat.streams.map(({ name }) => name)]) {
    const content = fs.open(entry.node, stream);
    if (content === null || content.size === 0) continue;
    for (const { offset, length, source } of content.extents(0, content.size)) {
      count += 1;
      if (count > MOST_RUNS) return;
      if (source.kind === "volume") yield { offset: source.offset, length, fileOffset: offset };
      else if (source.kind === "packed")
        yield { offset: source.offset, length: source.length, fileOffset: null };
    }
  }
}

/** Bytes of the content of a file that can't be read, whatever the disk below gives. */
export function unreadableBytes(fs: FileSystem, { stat, entry }: WalkedEntry): number {
  if (stat === null || stat.kind !== "file") return 0;
  const content = fs.open(entry.node, null);
  if (content === null) return stat.size;
  let bytes = 0;
  let count = 0;
  for (const { length, source } of content.size === 0 ? [] : content.extents(0, content.size)) {
    if (source.kind === "unreadable") bytes += length;
    count += 1;
    if (count > MOST_RUNS) break;
  }
  return bytes;
}
