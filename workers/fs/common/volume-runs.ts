import type { FileExtent, VolumeRun } from "../file-system.ts";

/** Runs of the volume that extents lie in. */
export function* volumeRuns(extents: Iterable<FileExtent>): Generator<VolumeRun> {
  for (const { length, source } of extents)
    if (source.kind === "volume") yield { offset: source.offset, length };
}
