/** A run of the file in MiB, `[start, end)`. */
export interface ReleasedRun {
  readonly start: number;
  readonly end: number;
}

/** Runs of the file that blocks gave back, to be used again. The work is linear in the number of runs. */
export class ReleasedRuns {
  readonly #runs: { start: number; end: number }[] = [];
  /** By length in MiB: index of the first run that may be long enough. Runs get shorter only, and new ones come last. */
  readonly #from = new Map<number, number>();
  #looked = 0;

  /** How many runs were looked at so far, over all searches. */
  get looked(): number {
    return this.#looked;
  }

  add({ start, end }: ReleasedRun): void {
    this.#runs.push({ start, end });
  }

  /** Takes the start of the first run that is long enough. @param needed MiB @returns where it starts, MiB; null where none is. */
  take(needed: number): number | null {
    let at = this.#from.get(needed) ?? 0;
    let run = this.#runs[at];
    for (; run !== undefined; run = this.#runs[++at]) {
      this.#looked += 1;
      if (run.end - run.start >= needed) break;
    }
    this.#from.set(needed, at);
    if (run === undefined) return null;
    run.start += needed;
    return run.start - needed;
  }
}
