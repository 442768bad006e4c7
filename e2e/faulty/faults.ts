/** A read of the disk; times are in milliseconds since the epoch. */
export interface NotedRead {
  readonly start: number;
  readonly end: number;
  /** Whether the read blocked the worker. */
  readonly blocking: boolean;
  readonly from: number;
  /** Null while it is under way. */
  until: number | null;
}

/** The faults of the disk, and the reads that it got. A test sets and reads them in the worker. */
export interface Faults {
  /** Milliseconds that each read takes. */
  delay: number;
  /** While true, reads that don't block the worker do not end. */
  held: boolean;
  /** Runs of the file, in bytes, that can't be read. */
  failing: readonly { readonly start: number; readonly end: number }[];
  readonly reads: NotedRead[];
}

declare global {
  // A global of the worker; `var` is how one is declared.
  var faults: Faults;
}

export const FAULTS: Faults = { delay: 0, held: false, failing: [], reads: [] };
