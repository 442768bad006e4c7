/** A half-open run `[start, end)` that belongs to something. */
export interface Interval<T> {
  readonly start: number;
  readonly end: number;
  readonly owner: T;
}

/** Whether two runs share a byte; runs that only touch do not. */
export function intersects(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}

/** All pairs that overlap, by start; at most `limit` of them. Empty intervals overlap nothing. */
export function overlaps<T>(
  intervals: readonly Interval<T>[],
  limit = 100,
): (readonly [Interval<T>, Interval<T>])[] {
  const sorted = intervals.filter((each) => each.start < each.end).sort((a, b) => a.start - b.start);
  const pairs: (readonly [Interval<T>, Interval<T>])[] = [];
  let open: Interval<T>[] = [];
  for (const next of sorted) {
    open = open.filter((each) => each.end > next.start);
    for (const each of open) {
      pairs.push([each, next]);
      if (pairs.length >= limit) return pairs;
    }
    open.push(next);
  }
  return pairs;
}

/** Sorted, disjoint runs of numbers; adding merges neighbours. */
export class IntervalSet {
  readonly #runs: { start: number; end: number }[] = [];

  /** The set of all runs given. For many runs this is much faster than `add` for each. */
  static of(runs: Iterable<{ readonly start: number; readonly end: number }>): IntervalSet {
    const set = new IntervalSet();
    const sorted = [...runs].sort((a, b) => a.start - b.start);
    for (const { start, end } of sorted) {
      const last = set.#runs.at(-1);
      if (start >= end) continue;
      if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
      else set.#runs.push({ start, end });
    }
    return set;
  }

  get runs(): readonly { readonly start: number; readonly end: number }[] {
    return this.#runs;
  }

  /** Index of the first run that ends at or after `value`. */
  #firstEndingAtOrAfter(value: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#runs[middle]?.end ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(start: number, end: number): void {
    if (start >= end) return;
    const first = this.#firstEndingAtOrAfter(start);
    let last = first;
    let from = start;
    let to = end;
    for (let run = this.#runs[last]; run !== undefined && run.start <= end; run = this.#runs[++last]) {
      from = Math.min(from, run.start);
      to = Math.max(to, run.end);
    }
    this.#runs.splice(first, last - first, { start: from, end: to });
  }

  /** Removes `[start, end)` from the set. */
  remove(start: number, end: number): void {
    if (start >= end) return;
    const first = this.#firstEndingAtOrAfter(start);
    const left: { start: number; end: number }[] = [];
    let last = first;
    for (let run = this.#runs[last]; run !== undefined && run.start < end; run = this.#runs[++last]) {
      if (run.start < start) left.push({ start: run.start, end: Math.min(run.end, start) });
      if (run.end > end) left.push({ start: end, end: run.end });
    }
    this.#runs.splice(first, last - first, ...left);
  }

  /** The parts of `[start, end)` that are in the set, in order. */
  *within(start: number, end: number): Generator<{ start: number; end: number }> {
    for (let index = this.#firstEndingAtOrAfter(start); index < this.#runs.length; index++) {
      const run = this.#runs[index];
      if (run === undefined || run.start >= end) return;
      const from = Math.max(run.start, start);
      const to = Math.min(run.end, end);
      if (from < to) yield { start: from, end: to };
    }
  }

  /**
   * The parts of `[start, end)` that are not in the set, in order. The cost depends on the number of runs, not on their length.
   */
  *gaps(start: number, end: number): Generator<{ start: number; end: number }> {
    let at = start;
    for (const run of this.within(start, end)) {
      if (at < run.start) yield { start: at, end: run.start };
      at = run.end;
    }
    if (at < end) yield { start: at, end };
  }

  /** Whether any of `[start, end)` is in the set. */
  touches(start: number, end: number): boolean {
    const run = this.#runs[this.#firstEndingAtOrAfter(start + 1)];
    return run !== undefined && start < end && run.start < end;
  }

  /** The longest part of `[start, end)` that is not in the set; the first of equally long ones; empty where there is none. */
  widestGap(start: number, end: number): { readonly start: number; readonly end: number } {
    let widest = { start, end: start };
    for (const gap of this.gaps(start, end))
      if (gap.end - gap.start > widest.end - widest.start) widest = gap;
    return widest;
  }

  /** The number of values in the set. */
  get total(): number {
    return this.#runs.reduce((sum, run) => sum + run.end - run.start, 0);
  }
}
