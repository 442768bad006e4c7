import type { FsProblem, VolumeRun } from "./file-system.ts";

/** Problems kept at most. A damaged disk may have millions. */
const MOST = 500;

/** What is wrong with a file system, each problem once. Memory is bounded: what is too much is counted. */
export class ProblemList {
  readonly #problems = new Map<string, FsProblem>();
  #left = 0;

  /**
   * @param code kebab-case, stable
   * @param message a sentence
   * @param place where it is; a problem of the same code at the same place is added once
   */
  add(
    code: string,
    severity: FsProblem["severity"],
    message: string,
    place: { readonly run?: VolumeRun | null; readonly node?: number | null } = {},
  ): void {
    const run = place.run ?? null;
    const node = place.node ?? null;
    const key = `${code} ${node} ${run?.offset}`;
    if (this.#problems.has(key)) return;
    if (this.#problems.size >= MOST) this.#left += 1;
    else this.#problems.set(key, { code, severity, message, run, node });
  }

  /** In the order in which they were found; the last one says how many are left out. */
  list(): readonly FsProblem[] {
    const all = [...this.#problems.values()];
    if (this.#left === 0) return all;
    const message = `More problems were met ${this.#left.toLocaleString("en-US")} times; they are not listed.`;
    return [...all, { code: "more-problems", severity: "info", message, run: null, node: null }];
  }
}
