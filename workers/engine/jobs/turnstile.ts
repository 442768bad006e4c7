/** Lets jobs wait for another job that already does the same work. */
export class Turnstile {
  #waiting: (() => void)[] = [];
  #held = false;

  /** Whether a job does the work now. */
  get held(): boolean {
    return this.#held;
  }

  /** Does the work, which calls `step` now and then. Waiting jobs continue when it ends, even by an error. */
  async run<T>(work: (step: () => void) => Promise<T>): Promise<T> {
    this.#held = true;
    try {
      return await work(() => this.#release());
    } finally {
      this.#held = false;
      this.#release();
    }
  }

  /** Resolves at the next step of the work, or at its end. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
