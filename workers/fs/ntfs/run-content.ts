import type { ReadableStore } from "../../store/store.ts";
import { ExtentContent } from "../common/extent-content.ts";
import type { FileExtent, FileSource } from "../file-system.ts";
import { type Run, runIndex } from "./runs.ts";

/** Clusters that are all free, or all used. */
export interface Stretch {
  readonly isFree: boolean;
  readonly count: number;
}

/** A value in clusters, and how much of it is there. All but the runs in bytes. */
export interface ClusterValue {
  readonly runs: readonly Run[];
  readonly clusterSize: number;
  readonly size: number;
  readonly initialized: number;
  /** Clusters of a compression unit as a power of two; 0 for none. */
  readonly compressionUnit: number;
  /** Of a deleted file: whether a cluster of the volume is free still, and how many from it on, at most so many, are as it is. */
  readonly stillFree?: ((lcn: number, most: number) => Stretch) | undefined;
}

export const GIVEN_AWAY =
  "$Bitmap does not call this part of the deleted file free: something else may be there.";

const NOWHERE = "No record says where this part of the file is on the volume.";
const BEYOND = "This part of the file is past the end of the volume.";

/**
 * The source of the bytes from `at` on, and where it ends.
 *
 * @param end where the caller's range ends
 */
export function sourceAt(
  value: Pick<ClusterValue, "runs" | "clusterSize" | "stillFree">,
  volumeSize: number,
  at: number,
  end: number,
): { readonly end: number; readonly source: FileSource } {
  const { runs, clusterSize, stillFree } = value;
  const vcn = Math.floor(at / clusterSize);
  const run = runs[runIndex(runs, vcn)];
  if (run === undefined || run.vcn > vcn) {
    const next = run === undefined ? end : Math.min(end, run.vcn * clusterSize);
    return { end: next, source: { kind: "unreadable", reason: NOWHERE } };
  }
  const runEnd = Math.min(end, (run.vcn + run.count) * clusterSize);
  if (run.lcn === null) return { end: runEnd, source: { kind: "zero" } };
  const offset = run.lcn * clusterSize + (at - run.vcn * clusterSize);
  if (offset >= volumeSize) return { end: runEnd, source: { kind: "unreadable", reason: BEYOND } };
  const there = Math.min(runEnd, at + volumeSize - offset);
  if (stillFree === undefined) return { end: there, source: { kind: "volume", offset } };
  const { isFree, count } = stillFree(run.lcn + vcn - run.vcn, Math.ceil(there / clusterSize) - vcn);
  return {
    end: Math.min(there, (vcn + count) * clusterSize),
    source: isFree ? { kind: "volume", offset } : { kind: "unreadable", reason: GIVEN_AWAY },
  };
}

/** A value in clusters, as it is stored there. */
export class RunContent extends ExtentContent {
  readonly #value: ClusterValue;

  constructor(volume: ReadableStore, value: ClusterValue) {
    super(volume);
    this.#value = value;
  }

  get size(): number {
    return this.#value.size;
  }

  *extents(offset: number, length: number): Generator<FileExtent> {
    const end = Math.min(this.size, offset + length);
    const written = Math.min(end, this.#value.initialized);
    let at = offset;
    while (at < written) {
      const part = sourceAt(this.#value, this.store.size, at, written);
      yield { offset: at, length: part.end - at, source: part.source };
      at = part.end;
    }
    if (at < end) yield { offset: at, length: end - at, source: { kind: "zero" } };
  }
}
