import type { ExportKind } from "../../api/index.ts";
import type { Layer } from "../image/layer.ts";
import type { OpenedImage } from "../image/opened-image.ts";

const EXTENSION: Readonly<Record<ExportKind, string>> = {
  "report-json": "report.json",
  "report-html": "report.html",
  raw: "raw",
  "raw-packed": "raw-packed.zip",
  copy: "vhdx",
  "replayed-copy": "vhdx",
  "edited-copy": "vhdx",
  "flatten-dynamic": "flat.vhdx",
  "flatten-fixed": "flat-fixed.vhdx",
  merge: "merged.vhdx",
  patch: "platter-patch.zip",
};

/** Characters that don't belong in a file name: invisible ones, those that reorder text, and those that a system reserves. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"*/:<>?\\|]/gu;
/** Characters. Most systems take 255; the rest is for what is appended. */
const LONGEST_STEM = 120;

/** The layer as part of a file name. A partial replay names its last entry; a missing replay is named too. */
function layerPart(image: OpenedImage, layer: Layer): string {
  if (layer.name === "edited") return "edited";
  if (image.readAnyway) return "read-anyway";
  if (layer.name !== "replayed" || !image.canReplay) return "original";
  return layer.upTo === null ? "replayed" : `replayed-${layer.upTo}-of-${image.log?.active.length ?? 0}`;
}

/** Proposed file name: `disk.replayed.vhdx`, `disk.replayed-3-of-10.raw`. */
export function exportName(image: OpenedImage, layer: Layer, fileName: string, kind: ExportKind): string {
  const stem = fileName
    .replace(/\.a?vhdx$/i, "")
    .replace(UNSAFE, "_")
    .slice(0, LONGEST_STEM);
  const part = layerPart(image, layer);
  const unchanged = !image.headers.dirty && part === "original";
  const copy = kind === "copy" || kind === "replayed-copy" || kind === "edited-copy";
  const end = copy && /\.avhdx$/i.test(fileName) ? "avhdx" : EXTENSION[kind];
  return unchanged ? `${stem}.${end}` : `${stem}.${part}.${end}`;
}
