import type { LayerName, ReportDigests } from "../../../workers/api/index.ts";

export interface DigestRow {
  readonly of: string;
  readonly algorithm: string;
  /** Null where it was not computed: no virtual disk, or one that is too large. */
  readonly digest: string | null;
}

/** The digests as a table. */
export function digestRows(digests: ReportDigests, layer: LayerName): readonly DigestRow[] {
  return [
    { of: "File as stored", algorithm: "SHA-256", digest: digests.source.sha256 },
    { of: "File as stored", algorithm: "SHA-1", digest: digests.source.sha1 },
    { of: "File as stored", algorithm: "MD5", digest: digests.source.md5 },
    { of: `File, ${layer}`, algorithm: "SHA-256", digest: digests.layerFile.sha256 },
    { of: `Disk, ${layer}`, algorithm: "SHA-256", digest: digests.virtualDisk.sha256 },
    { of: `Disk, ${layer}`, algorithm: "sparse SHA-256", digest: digests.virtualDisk.sparseSha256 },
  ];
}
