import type { ReportDigests } from "../api/index.ts";
import type { DiskLayer } from "./disk-layer.ts";
import type { WorkOptions } from "./job.ts";

/** The exports by name, in the order in which they are explained. */
export const EXPORTS = [
  "raw",
  "packed",
  "patch",
  "replayed-copy",
  "flat",
  "flat-fixed",
  "merged",
  "report",
  "report-html",
] as const;

/**
 * What can be written to a new file:
 *
 * - `raw`: the virtual disk, byte for byte, as a sparse file.
 * - `packed`: the virtual disk without its zeros, as a zip with scripts that make the raw file of it (docs/packed-raw-format.md).
 * - `patch`: what the replay of the log changes, as a zip with scripts that verify, apply and undo it (docs/patch-format.md).
 * - `replayed-copy`: the VHDX file with its log replayed, as a clean file.
 * - `flat`, `flat-fixed`: a disk and its parents as one new VHDX file without a parent, dynamic or fixed.
 * - `merged`: a disk and its parent as one new VHDX file that takes the parent's place.
 * - `report`, `report-html`: everything known about the image (docs/report.md).
 */
export type NodeExport = (typeof EXPORTS)[number];

/** What {@link DiskImage.export} is to write. */
export interface ExportRequest extends WorkOptions {
  readonly as: NodeExport;
  /** Left out, the layer that {@link DiskImage.layer} names. */
  readonly layer?: DiskLayer | undefined;
  /**
   * Whether zeros are written for what can't be read: blocks of the disk that the file does not have, and parts of the file that
   * its own disk fails to read. Otherwise such an export fails.
   */
  readonly zeroUnreadable?: boolean | undefined;
  /** For reports. */
  readonly digests?: ReportDigests | undefined;
}

/** What {@link DiskImage.export} has written. */
export interface ExportWritten {
  readonly path: string;
  /** Length of the file in bytes, holes included. */
  readonly size: number;
  /** What was changed on top of the layer, a sentence each: the headers of a replayed copy, for example. */
  readonly changes: readonly string[];
  /** What could not be read and is zeros, a line a run. */
  readonly zeroed: readonly string[];
}
