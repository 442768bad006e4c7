import type { LayerRef } from "./layer.ts";
import type { ReportDigests } from "./report.ts";

/** A place that the user marked. */
export interface Bookmark {
  /** Identifies the bookmark among those of its file. */
  readonly id: number;
  readonly space: "file" | "disk";
  /** Bytes. */
  readonly offset: number;
  /** Bytes; 0 for a place between two bytes. */
  readonly length: number;
  readonly note: string;
}

/** Digests computed for one layer; they go into that layer's report. */
export interface LayerDigests {
  readonly layer: LayerRef;
  readonly values: ReportDigests;
}

/** What the user noted about a file, or had computed. */
export interface FileNotes {
  readonly bookmarks: readonly Bookmark[];
  readonly digests: LayerDigests | null;
}

/** What was kept of an earlier visit and is left out now. */
export interface LostNotes {
  /** `damaged`: the storage holds something else. `outdated`: the file may have changed since its digests were computed. */
  readonly why: "damaged" | "outdated";
  /** A sentence for the user. */
  readonly text: string;
}

/** What is kept of a file: pending changes, or bookmarks and digests. */
export type KeptKind = "edits" | "notes";

/** How much the browser's own storage keeps, over all files. */
export type Kept = Readonly<Record<KeptKind, { readonly files: number; readonly bytes: number }>>;
