/** The results, as in the table and the JSON file. Times in milliseconds, sizes in bytes. */

/** Reads and memory of the engine in one run. */
export interface Footprint {
  /** Reads of files that were requested of the browser, and their bytes; null if they mean nothing for the row. */
  readonly reads: number | null;
  readonly bytesRead: number | null;
  /** The most bytes that all workers of the page held at once, above a worker with nothing open. */
  readonly peakMemory: number;
  /** The most bytes of the page's whole process, above those with nothing open; null if the system does not tell. */
  readonly processMemory: number | null;
}

export interface Row {
  /** As `--only` takes it. */
  readonly id: string;
  readonly title: string;
  /** What our way is compared with; null if there is nothing. */
  readonly peer: string | null;
  /** Milliseconds of each run, pair by pair with the peer's. */
  readonly ours: readonly number[];
  readonly peers: readonly number[];
  /** Of our last run; null if it means nothing for the row. */
  readonly footprint: Footprint | null;
  /** The target in words; null if the row has none. */
  readonly target: string | null;
  readonly reached: boolean | null;
  /** Other results, a sentence each. */
  readonly notes: readonly string[];
}

/** How the time grows with a size. */
export interface Growth {
  readonly id: string;
  readonly title: string;
  /** What grows: "virtual size, 512 MiB of data". */
  readonly over: string;
  readonly points: readonly { readonly size: number; readonly time: number }[];
  readonly exponent: number;
  /** The highest exponent that is expected. */
  readonly expected: number;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  readonly browser: string;
  readonly qemu: string;
}

export interface Results {
  readonly scale: string;
  readonly takenAt: string;
  readonly machine: Machine;
  readonly rows: readonly Row[];
  readonly growth: readonly Growth[];
}
