import { Session } from "node:inspector";

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly {
        readonly count: number;
        readonly startOffset: number;
        readonly endOffset: number;
      }[];
    }[];
  }[];
}

/** Characters; no source is as long. */
const LONGEST_FILE = 2 ** 24;

/** The busiest piece of the engine's code and how often it ran. */
export interface Busiest {
  readonly count: number;
  readonly where: string;
}

/**
 * Counts how often each block of the engine's code runs, with V8's coverage. So it counts loop iterations, also those that read
 * nothing, and gives the same numbers on every machine. A count costs some milliseconds, so only some mutants are counted.
 */
export class LoopWatch {
  #session = new Session();
  /** Pieces by their file: each by its start and end. */
  readonly #seen = new Map<string, Set<number>>();

  /** Number of pieces of the engine's code that have run so far: a mutant that adds to it is of a new kind. */
  get pieces(): number {
    let pieces = 0;
    for (const { size } of this.#seen.values()) pieces += size;
    return pieces;
  }

  start(): void {
    this.#session = new Session();
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** The busiest piece since the last call. */
  take(): Busiest {
    let busiest: Busiest = { count: 0, where: "" };
    this.#session.post("Profiler.takePreciseCoverage", (_error, coverage: Coverage) => {
      for (const { url, functions } of coverage.result) {
        const file = /\/(workers\/.*|scripts\/fuzz\/testing\/.*)$/.exec(url)?.[1];
        if (file === undefined) continue;
        const seen = this.#seen.get(file) ?? new Set();
        this.#seen.set(file, seen);
        for (const { functionName, ranges } of functions) {
          for (const { count, startOffset, endOffset } of ranges) {
            if (count > 0) seen.add(startOffset * LONGEST_FILE + endOffset);
            if (count > busiest.count) busiest = { count, where: `${functionName} in ${file}` };
          }
        }
      }
    });
    return busiest;
  }

  stop(): void {
    this.#session.post("Profiler.stopPreciseCoverage");
    this.#session.disconnect();
  }
}
