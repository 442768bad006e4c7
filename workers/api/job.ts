import type { Finding } from "./finding.ts";

/** Chosen by the page, so that it can cancel a job before the first answer. */
export type JobId = string;

export interface Progress {
  /** What is being done, in a few words: "Hashing the file". */
  readonly label: string;
  /** Bytes (or steps) done and in all; `total` null where unknown. */
  readonly done: number;
  readonly total: number | null;
  readonly unit: "bytes" | "entries" | "fixes";
  /** False once the job can no longer be cancelled. */
  readonly cancellable: boolean;
}

/** Called at most ten times a second. Wrapped by `Comlink.proxy` on the page's side. */
export type OnProgress = (progress: Progress) => void;

/** Called with what was found since the last call. Wrapped by `Comlink.proxy` on the page's side. */
export type OnFindings = (findings: readonly Finding[]) => void;

export interface SearchRequest {
  /** `log`: the log's bytes alone; its offsets are those of the file. */
  readonly space: "file" | "log" | "disk";
  readonly pattern: Uint8Array<ArrayBuffer>;
  /** For text: ASCII letters match in either case. */
  readonly ignoreCase: boolean;
  /** First offset that a hit may begin at (forward: at or after it, backward: at or before it), bytes. */
  readonly from: number;
  readonly direction: "forward" | "backward";
  /** Stop after this many hits (1 for find next). */
  readonly limit: number;
}

export interface SearchResult {
  /** Offsets in the order they were met; overlapping hits count. */
  readonly hits: readonly number[];
  /** False where the limit ended the search. */
  readonly complete: boolean;
}
