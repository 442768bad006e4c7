/** Lets several jobs wait for the steps of one that does their work, instead of doing it a second time. */
export class Turnstile {
  #waiting: (() => void)[] = [];
  #held = false;

  /** Whether somebody does the work now. */
  get held(): boolean {
    return this.#held;
  }

  /** Does the work, which calls `step` now and then; those who wait go on when it ends, however it ends. */
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
