/** What was measured, as the table and the JSON file have it. Times in milliseconds, sizes in bytes. */

/** What the engine's worker did and held in one run. */
export interface Footprint {
  /** Requests to the browser for bytes of files, and the bytes that they asked for; null where they tell nothing. */
  readonly reads: number | null;
  readonly bytesRead: number | null;
  /** Most bytes that all workers of the page held at once, above a worker with nothing open. */
  readonly peakMemory: number;
  /** What the page's whole process had at most, above what it had with nothing open; null where the system does not say. */
  readonly processMemory: number | null;
}

export interface Row {
  /** As `--only` takes it. */
  readonly id: string;
  readonly title: string;
  /** Whom or what it is held against; null where there is none. */
  readonly peer: string | null;
  /** Milliseconds of each run, pair by pair with the peer's. */
  readonly ours: readonly number[];
  readonly peers: readonly number[];
  /** Of our last run; null where nothing of it tells. */
  readonly footprint: Footprint | null;
  /** What has to be reached, in words; null where the row is there to be known. */
  readonly target: string | null;
  readonly reached: boolean | null;
  /** What else was measured, each a sentence. */
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
  /** What it should be at most. */
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
