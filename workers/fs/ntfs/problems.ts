import type { FsProblem } from "../file-system.ts";

/** More than a person reads. */
const MOST = 200;

/** Problems of a file system, each said once: code that is run again says the same again. */
export class Problems {
  readonly #found = new Map<string, FsProblem>();
  #left = 0;

  /** @param key what tells it from others of its code; its node and its place if left out */
  add(problem: FsProblem, key = `${problem.node ?? ""} ${problem.run?.offset ?? ""}`): void {
    const whole = `${problem.code} ${key}`;
    if (this.#found.has(whole)) return;
    if (this.#found.size < MOST) this.#found.set(whole, problem);
    else this.#left += 1;
  }

  list(): readonly FsProblem[] {
    const all = [...this.#found.values()];
    if (this.#left > 0)
      all.push({
        code: "more-problems",
        severity: "info",
        message: `At least ${MOST} problems were found; the others are not listed.`,
        run: null,
        node: null,
      });
    return all;
  }
}
