import { countText } from "../../shared/text.ts";
import type { FsProblem, NodeId, VolumeRun } from "../file-system.ts";

/** Problems that are kept: more than a person reads. The others are counted. */
const MOST = 200;
/** Code of the problem that says how many are left out. */
export const MORE_PROBLEMS = "more-problems";
/** Problems that are counted at most. */
const MOST_COUNTED = 40_000;

/**
 * What is wrong with a file system, each problem once: work that was interrupted begins again, and finds the same again. Memory is
 * bounded, as a damaged volume may have millions.
 */
export class ProblemList {
  readonly #kept = new Map<string, FsProblem>();
  /** Keys of those that are left out. */
  readonly #left = new Set<string>();

  /**
   * @param code kebab-case, stable
   * @param message a sentence
   * @param place where it is; a problem of the same code at the same place is added once
   */
  add(
    code: string,
    severity: FsProblem["severity"],
    message: string,
    place: { readonly run?: VolumeRun | null; readonly node?: NodeId | null } = {},
  ): void {
    const { run = null, node = null } = place;
    const key = `${code} ${node ?? ""} ${run?.offset ?? ""}`;
    if (this.#kept.has(key)) return;
    if (this.#kept.size < MOST) this.#kept.set(key, { code, severity, message, run, node });
    else if (this.#left.size < MOST_COUNTED) this.#left.add(key);
  }

  /** The problems in the order that they were found in; the last one says how many are left out. */
  list(): readonly FsProblem[] {
    const all = [...this.#kept.values()];
    if (this.#left.size === 0) return all;
    const count = countText(this.#left.size, "more problem is", "more problems are");
    const message = `${this.#left.size < MOST_COUNTED ? "" : "At least "}${count} left out.`;
    return [...all, { code: MORE_PROBLEMS, severity: "info", message, run: null, node: null }];
  }
}
