import type { ReportBookmark, ReportDigests } from "./report.ts";

/**
 * Where a result goes. `download`: the engine hands back a Blob. `handle`: the engine writes to a file that the
 * user picked, and hands back no Blob.
 */
export type Destination =
  /**
   * `readFirst`: everything is read before the Blob is handed back, to find what can't be read: the browser reads it again
   * while it downloads, and a read that fails then is told to nobody.
   */
  | { readonly kind: "download"; readonly readFirst?: boolean }
  | { readonly kind: "handle"; readonly handle: FileSystemFileHandle };

export interface ExportResult {
  /** Null where it went to a handle. */
  readonly blob: Blob | null;
  /** Length of the result in bytes. */
  readonly size: number;
  /** What could not be read and is zeros, as the user agreed to: in words, a line a run. */
  readonly zeroed: readonly string[];
}

/**
 * `raw-packed`: the virtual disk without its zeros, as a zip with scripts that make a sparse raw file of it. `copy`: the file as it is, of a working disk, whose file no other program can get at. `flatten-dynamic`, `flatten-fixed`: the
 * chain as one new image without a parent. `merge`: the disk and its parent as one new file that takes the parent's place.
 */
export type ExportKind =
  | "report-json"
  | "report-html"
  | "raw"
  | "raw-packed"
  | "copy"
  | "replayed-copy"
  | "edited-copy"
  | "flatten-dynamic"
  | "flatten-fixed"
  | "merge"
  | "patch";

/** What an export would give, before it runs. */
export interface ExportPlan {
  readonly kind: ExportKind;
  readonly available: boolean;
  /** Why it isn't offered, or what the user should know beforehand. */
  readonly note: string | null;
  /** Proposed file name: says which layer, and up to which entry where the replay is partial. */
  readonly fileName: string;
  /** Bytes of the result where known beforehand. */
  readonly size: number | null;
  /** Bytes that the result's data comes to at most, where its size is known only once it has been read. */
  readonly atMost: number | null;
  /** A sentence to confirm before the export runs (partial replay, `Read anyway`); null where none is needed. */
  readonly confirm: string | null;
  /** Header updates and other changes that the export makes on top of the layer, in words. */
  readonly changes: readonly string[];
}

export interface ReportOptions {
  readonly digests: ReportDigests | null;
  readonly bookmarks: readonly ReportBookmark[];
}
