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

/** The busiest piece of the engine's code and how often it ran. */
export interface Busiest {
  readonly count: number;
  readonly where: string;
}

/**
 * Counts how often each block of the engine's code runs, through V8's own coverage: turns of loops, whether or not they
 * read anything, and the same on every machine. Costs some milliseconds a look, so only some mutants are counted.
 */
export class LoopWatch {
  #session = new Session();
  readonly #seen = new Set<string>();

  /** Pieces of the engine's code that ran at any time: what a mutant adds to them tells that it is of a new kind. */
  get pieces(): number {
    return this.#seen.size;
  }

  start(): void {
    this.#session = new Session();
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** Since the last call. */
  take(): Busiest {
    let busiest: Busiest = { count: 0, where: "" };
    this.#session.post("Profiler.takePreciseCoverage", (_error, coverage: Coverage) => {
      for (const { url, functions } of coverage.result) {
        const file = /\/(workers\/.*|scripts\/fuzz\/testing\/.*)$/.exec(url)?.[1];
        if (file === undefined) continue;
        for (const { functionName, ranges } of functions) {
          for (const { count, startOffset, endOffset } of ranges) {
            if (count > 0) this.#seen.add(`${file} ${startOffset} ${endOffset}`);
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
