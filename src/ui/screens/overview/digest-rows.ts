import { formatTime } from "../../parts/format.ts";
import type { LayerName, ReportDigests } from "../../../../workers/api/index.ts";
import { WORDS } from "./words.ts";

export interface DigestRow {
  readonly of: string;
  readonly algorithm: string;
  /** The digest, or why there is none. */
  readonly value: string;
  readonly computed: boolean;
}

/**
 * When the digests were computed, as sentences.
 *
 * @param pageLoadedAt milliseconds since 1970: what was computed before is of an earlier visit
 */
export function whenComputed(computedAt: string, pageLoadedAt: number): string {
  const at = Date.parse(computedAt);
  return at < pageLoadedAt
    ? WORDS.hashes.computedBefore(formatTime(at))
    : WORDS.hashes.computed(formatTime(at));
}

/** What is hashed of the layer's virtual disk, or why nothing is, before it is done; ends with a full stop. */
export function diskPromise(layer: LayerName, diskProblem: string | null): string {
  return diskProblem === null ? WORDS.hashes.ofDisk(layer) : WORDS.hashes.ofNoDisk(layer, diskProblem);
}

/**
 * The digests as a table.
 *
 * @param diskProblem why the virtual disk can't be read in full; null where it can
 */
export function digestRows(
  digests: ReportDigests,
  layer: LayerName,
  diskProblem: string | null,
): readonly DigestRow[] {
  const row = (of: string, algorithm: string, digest: string | null, why: string): DigestRow => ({
    of,
    algorithm,
    value: digest ?? WORDS.hashes.notComputed(why),
    computed: digest !== null,
  });
  const { source, layerFile, virtualDisk } = digests;
  const unread = diskProblem ?? WORDS.hashes.partUnreadable;
  const stored = WORDS.hashes.onlyStored;
  const notWhole = virtualDisk.sparseSha256 === null ? unread : stored;
  return [
    row(WORDS.hashes.sourceFile, "SHA-256", source.sha256, ""),
    row(WORDS.hashes.sourceFile, "SHA-1", source.sha1, ""),
    row(WORDS.hashes.sourceFile, "MD5", source.md5, ""),
    row(WORDS.hashes.file(layer), "SHA-256", layerFile.sha256, ""),
    row(WORDS.hashes.disk(layer), "SHA-256", virtualDisk.sha256, notWhole),
    row(WORDS.hashes.disk(layer), WORDS.hashes.sparse, virtualDisk.sparseSha256, unread),
  ];
}
