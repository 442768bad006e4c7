import type { ExportKind } from "../../api/index.ts";

/** All kinds of exports. */
export const EXPORT_KINDS: readonly ExportKind[] = [
  "report-json",
  "report-html",
  "raw",
  "raw-packed",
  "copy",
  "replayed-copy",
  "edited-copy",
  "flatten-dynamic",
  "flatten-fixed",
  "merge",
  "patch",
];
