import type { ReportBookmark, ReportDigests } from "./report.ts";

/**
 * Where a result goes. `download`: the engine hands back a Blob. `handle`: the engine writes to a file that the
 * user picked, and hands back no Blob.
 */
export type Destination =
  /**
   * `readFirst`: everything is read once before the Blob is handed back, to find what can't be read. The browser reads the Blob
   * again during the download, and nobody learns of a read that fails then.
   */
  | { readonly kind: "download"; readonly readFirst?: boolean }
  | { readonly kind: "handle"; readonly handle: FileSystemFileHandle };

export interface ExportResult {
  /** Null where it went to a handle. */
  readonly blob: Blob | null;
  /** Length of the result in bytes. */
  readonly size: number;
  /** Lower-case hex, taken while the result was written to a handle; null for a download, or where holes would take too long. */
  readonly sha256: string | null;
  /** Runs that could not be read and that the user agreed to fill with zeros: a line of text for each. */
  readonly zeroed: readonly string[];
}

/**
 * - `raw-packed`: the virtual disk without its zeros, as a zip with scripts that unpack it to a sparse raw file.
 * - `copy`: the file of a working disk as it is; no other program can reach that file.
 * - `flatten-dynamic`, `flatten-fixed`: the chain as one new image without a parent.
 * - `merge`: the disk and its parent as one new file that takes the parent's place.
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

/** What an export would produce, before it runs. */
export interface ExportPlan {
  readonly kind: ExportKind;
  readonly available: boolean;
  /** Why it isn't offered, or what the user should know beforehand. */
  readonly note: string | null;
  /** Proposed file name. It names the layer, and the last entry where the replay is partial. */
  readonly fileName: string;
  /** Size of the result in bytes; null where not known beforehand. */
  readonly size: number | null;
  /** The most bytes that the result's data can have, where the exact size is known only after reading. */
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
