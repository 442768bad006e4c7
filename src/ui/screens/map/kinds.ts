import type { FileMapPiece } from "../../../../workers/api/index.ts";
import { WORDS } from "./words.ts";

export type PieceKind = FileMapPiece["kind"];

/** What a kind of the file strip is called; its colour is the token `--kind-KIND`. */
export const KIND_NAMES: Readonly<Record<PieceKind, string>> = WORDS.file.kinds;
