import type { FileMapPiece } from "../../../../workers/api/index.ts";

export type PieceKind = FileMapPiece["kind"];

/** What a kind of the file strip is called; its colour is the token `--kind-KIND`. */
export const KIND_NAMES: Readonly<Record<PieceKind, string>> = {
  identifier: "File identifier",
  header: "Headers",
  "region-table": "Region tables",
  log: "Log",
  metadata: "Metadata",
  bat: "BAT",
  block: "Payload blocks",
  bitmap: "Sector bitmaps",
  region: "Other regions",
  gap: "Unused",
  mixed: "Too narrow to tell: zoom in",
};
