import type { Finding } from "./finding.ts";

/** Chosen by the page, so that it can cancel a job before the first answer. */
export type JobId = string;

/** How far work is. */
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

/**
 * What a long call is given: the job's id, and callbacks that the engine calls while the job runs. The page makes one for each
 * job (src/client/job-port.ts). The id crosses to the worker as plain data, the callbacks through a port of their own.
 */
export interface JobPort {
  readonly id: JobId;
  /** Called at most ten times a second. */
  readonly progress: (progress: Progress) => void;
  /** Called with what a check found since the last call; left out where nobody waits for findings. */
  readonly findings?: (found: readonly Finding[]) => void;
  /**
   * Called at the first run that an export can't read, with a sentence that names the run. True: the export continues, with zeros
   * for the unreadable bytes of this run and of later ones. False, or no callback: the export ends with an error.
   */
  readonly unread?: (sentence: string) => Promise<boolean>;
}

export interface SearchRequest {
  /** `log`: only the bytes of the log; offsets are file offsets. */
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
  /** Byte offsets in the order in which they were found; overlapping hits count. */
  readonly hits: readonly number[];
  /** False where the limit ended the search. */
  readonly complete: boolean;
}
