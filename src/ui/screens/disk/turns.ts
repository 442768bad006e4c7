/**
 * Runs steps one after another. A key may be pressed again before the first step is done; a step that started at once would start
 * from the old place, and two presses would count as one.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  #dropped = 0;

  /** Runs the step once all earlier steps are done. A step that fails does not stop later ones. */
  run(step: () => Promise<void>): Promise<void> {
    const dropped = this.#dropped;
    const mine = this.#last.then(() => (dropped === this.#dropped ? step() : undefined));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Drops the steps that still wait, because the view that they were meant for is no longer shown. */
  drop(): void {
    this.#dropped += 1;
  }
}
