import type { LayerRef, SearchRequest } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** How the pattern is written. */
export type PatternKind = "hex" | "ascii" | "utf16" | "guid";
/** `auto`: the text itself tells. */
export type PatternChoice = PatternKind | "auto";

export type FindSpace = SearchRequest["space"];

/** All places of a pattern, as one search found them. */
export interface FoundAll {
  readonly space: FindSpace;
  readonly layer: LayerRef;
  /** `revision` of the image at that time. */
  readonly revision: number;
  /** Length of the pattern, bytes. */
  readonly length: number;
  /** Offsets, ascending: of the virtual disk for `disk`, else of the file. */
  readonly hits: readonly number[];
  /** False where there are more than were asked for. */
  readonly complete: boolean;
}

/** What is looked for; stays when the panel is closed, so that F3 goes on. */
export interface FindSlice {
  readonly findOpen: boolean;
  readonly pattern: string;
  readonly patternChoice: PatternChoice;
  readonly ignoreCase: boolean;
  /** On Structure: the whole file or the log alone. */
  readonly findInLog: boolean;
  readonly found: FoundAll | null;
  setFind(
    part: Partial<
      Pick<FindSlice, "findOpen" | "pattern" | "patternChoice" | "ignoreCase" | "findInLog" | "found">
    >,
  ): void;
}

export const findSlice: Slice<FindSlice> = (set) => ({
  findOpen: false,
  pattern: "",
  patternChoice: "auto",
  ignoreCase: true,
  findInLog: false,
  found: null,
  setFind: (part) => set(part),
});
