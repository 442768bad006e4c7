import type { ExportKind } from "../../../workers/api/index.ts";
import { sizeText } from "../../../workers/shared/text.ts";

/** All text of the exports. */
export const WORDS = {
  titles: {
    "report-json": "Export report (JSON)",
    "report-html": "Export report (HTML)",
    raw: "Export raw disk",
    "raw-packed": "Export raw disk, packed",
    copy: "Export copy",
    "replayed-copy": "Export replayed copy",
    "edited-copy": "Save edited copy",
    "flatten-dynamic": "Flatten",
    "flatten-fixed": "Flatten to a fixed disk",
    merge: "Merge",
    patch: "Export patch",
  } satisfies Readonly<Record<ExportKind, string>>,
  notAvailable: (title: string) => `${title} is not available.`,
  hashing: "Computing hashes",
  noHash: "No hash was computed.",
  savingBytes: "Saving bytes",
  savedBytes: (fileName: string) => `Saved ${fileName}.`,
  nothingSaved: "Nothing was saved.",
  nothingSavedTo: (fileName: string) =>
    `Nothing was saved. ${fileName} is an empty file: the browser made it so when you chose it.`,
  isOpen:
    "That is a file that is open, and the browser may have emptied it when you chose it: look at it before you go on. Nothing was saved; choose another name.",

  /** What an export made, and where it is. @param size bytes */
  savedAs: (title: string, fileName: string, size: number, downloaded: boolean) =>
    `${title}: saved ${downloaded ? "to Downloads " : ""}as ${fileName}, ${sizeText(size)}.`,
} as const;
