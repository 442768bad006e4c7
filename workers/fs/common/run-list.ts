import type { FreeSpace } from "../file-system.ts";
import type { ProblemList } from "./problem-list.ts";

/** Runs that are kept: some 32 MiB of memory. */
const MOST = 1_000_000;

/** Runs in order, neighbours joined. Bounded: runs past the bound are left out, and a problem says so. */
export class RunList {
  readonly #runs: { offset: number; length: number }[] = [];
  #isFull = false;

  add(offset: number, length: number): void {
    const last = this.#runs.at(-1);
    if (last !== undefined && last.offset + last.length === offset) last.length += length;
    else if (this.#runs.length < MOST) this.#runs.push({ offset, length });
    else this.#isFull = true;
  }

  /**
   * The free space of a volume. Where runs were left out, a problem says so.
   *
   * @param isKnown whether all of the volume was looked at
   */
  freeSpace(problems: ProblemList, isKnown: boolean): FreeSpace {
    if (this.#isFull)
      problems.add(
        "free-space-coarse",
        "info",
        `Free space is in too many runs: those behind the first ${MOST.toLocaleString("en")} are left out.`,
      );
    return { runs: this.#runs, isComplete: isKnown && !this.#isFull };
  }
}
