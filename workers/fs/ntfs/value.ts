import type { ReadableStore } from "../../store/store.ts";
import type { FileContent } from "../file-system.ts";
import { type Attribute, FLAG, type NonResidentAttribute } from "./attributes.ts";
import { CompressedContent, LARGEST_UNIT } from "./compressed-content.ts";
import { ResidentContent } from "./resident-content.ts";
import { type ClusterValue, RunContent } from "./run-content.ts";
import { decodeRuns, type Run } from "./runs.ts";

/** Runs that are kept of one value: about 60 MB. What is behind them can't be read. */
const MOST_RUNS = 2 ** 20;

/** Parts of one value, in order; a part that is there twice counts once. */
export function partsOf(attributes: readonly Attribute[], type: number, name: string): Attribute[] {
  const parts = attributes.filter((each) => each.type === type && each.name === name);
  if (parts.length <= 1) return parts;
  const vcn = (part: Attribute) => (part.resident ? 0 : part.lowestVcn);
  const sorted = parts.sort((a, b) => vcn(a) - vcn(b));
  return sorted.filter((part, index) => {
    const before = sorted[index - 1];
    return before === undefined || vcn(before) !== vcn(part);
  });
}

/** Runs of the parts of a value, and whether all of their mapping pairs could be decoded. */
function runsOf(parts: readonly NonResidentAttribute[]): { runs: Run[]; whole: boolean } {
  const runs: Run[] = [];
  let whole = true;
  for (const part of parts) {
    const before = runs.at(-1);
    // Parts that overlap would give two places for one cluster.
    if (before !== undefined && before.vcn + before.count > part.lowestVcn) {
      whole = false;
      continue;
    }
    const decoded = decodeRuns(part.pairs, part.lowestVcn, MOST_RUNS - runs.length);
    for (const run of decoded.runs) runs.push(run);
    whole &&= decoded.whole;
  }
  return { runs, whole };
}

/** A value in clusters from its parts; null where its first part, which has its sizes, is not there. */
export function clusterValue(
  parts: readonly Attribute[],
  clusterSize: number,
): (ClusterValue & { readonly whole: boolean }) | null {
  const stored = parts.filter((part) => !part.resident);
  const [first] = stored;
  if (first === undefined || first.lowestVcn !== 0) return null;
  const { size, initialized, compressionUnit } = first;
  return { ...runsOf(stored), clusterSize, size, initialized: Math.min(size, initialized), compressionUnit };
}

/**
 * Opens a value; null where there is none, or it is packed in a way that NTFS does not have.
 *
 * @param place offset on the volume of a byte of a record
 * @param stillFree of a deleted file, which has only the clusters that are free still
 */
export function openValue(
  volume: ReadableStore,
  parts: readonly Attribute[],
  clusterSize: number,
  place: (record: number, at: number) => number,
  stillFree?: ClusterValue["stillFree"],
): FileContent | null {
  const [first] = parts;
  if (first === undefined) return null;
  if (first.resident) return new ResidentContent(volume, first.value, place(first.record, first.valueAt));
  const stored = clusterValue(parts, clusterSize);
  if (stored === null) return null;
  const value = { ...stored, stillFree };
  if ((first.flags & FLAG.compressed) === 0) return new RunContent(volume, value);
  if (first.compressionUnit === 0) return new RunContent(volume, value);
  return clusterSize * 2 ** first.compressionUnit > LARGEST_UNIT
    ? null
    : new CompressedContent(volume, value);
}
