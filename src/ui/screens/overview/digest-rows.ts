import { formatTime } from "../../parts/format.ts";
import type { LayerName, ReportDigests } from "../../../../workers/api/index.ts";

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
    ? `Computed on ${formatTime(at)}, at an earlier visit. Size, headers and time stamp of the file are the same since; its blocks were not read again.`
    : `Computed on ${formatTime(at)}.`;
}

/** What is hashed of the layer's virtual disk, or why nothing is, before it is done; ends with a full stop. */
export function diskPromise(layer: LayerName, diskProblem: string | null): string {
  return diskProblem === null
    ? `SHA-256 of the ${layer} file and its virtual disk.`
    : `SHA-256 of the ${layer} file. No virtual disk is hashed: ${diskProblem}`;
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
    value: digest ?? `Not computed: ${why}`,
    computed: digest !== null,
  });
  const { source, layerFile, virtualDisk } = digests;
  const unread = diskProblem ?? "part of the disk can't be read.";
  const stored = "only stored bytes of the disk were hashed.";
  const notWhole = virtualDisk.sparseSha256 === null ? unread : stored;
  return [
    row("File as stored", "SHA-256", source.sha256, ""),
    row("File as stored", "SHA-1", source.sha1, ""),
    row("File as stored", "MD5", source.md5, ""),
    row(`File, ${layer}`, "SHA-256", layerFile.sha256, ""),
    row(`Disk, ${layer}`, "SHA-256", virtualDisk.sha256, notWhole),
    row(`Disk, ${layer}`, "sparse SHA-256", virtualDisk.sparseSha256, unread),
  ];
}
