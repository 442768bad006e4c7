/** A read that was asked of the disk, in milliseconds since the epoch. */
export interface NotedRead {
  readonly start: number;
  readonly end: number;
  /** Whether the worker hung while it went on. */
  readonly blocking: boolean;
  readonly from: number;
  /** Null while it is under way. */
  until: number | null;
}

/** What is wrong with the disk, and what was asked of it; a test sets and reads it in the worker. */
export interface Faults {
  /** Each read takes so long, in milliseconds. */
  delay: number;
  /** Reads that don't block the worker end no sooner than this is false again. */
  held: boolean;
  /** Runs of the file, in bytes, of which no read succeeds. */
  failing: readonly { readonly start: number; readonly end: number }[];
  readonly reads: NotedRead[];
}

declare global {
  // A global of the worker; `var` is how one is declared.
  var faults: Faults;
}

export const FAULTS: Faults = { delay: 0, held: false, failing: [], reads: [] };
