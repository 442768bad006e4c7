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

/** Rows that were measured in one run. */
export interface Run {
  readonly scale: string;
  readonly takenAt: string;
  readonly machine: Machine;
  /** Processes that wanted to run at once, the mean of the last 15 minutes; left out in results of old. */
  readonly load?: number;
  readonly rows: readonly Row[];
}

export interface Results extends Run {
  readonly growth: readonly Growth[];
  /** Later runs of some cases alone; left out where there are none. */
  readonly added?: readonly Run[];
}

/** Results with a run of some cases put to them, in place of the rows of the same ids. */
export function withRun(results: Results, run: Run): Results {
  const ids = new Set(run.rows.map(({ id }) => id));
  const rest = (rows: readonly Row[]) => rows.filter(({ id }) => !ids.has(id));
  const added = (results.added ?? [])
    .map((each) => ({ ...each, rows: rest(each.rows) }))
    .filter(({ rows }) => rows.length > 0);
  return { ...results, rows: rest(results.rows), added: [...added, run] };
}
