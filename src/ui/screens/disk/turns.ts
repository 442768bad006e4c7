/**
 * Steps of which each starts where the one before it has ended. A key is pressed faster than a step is done; a step that
 * started at once would start from the old place, and two presses would come to one.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  #dropped = 0;

  /** Does the step when all that were asked for before it are done. A step that fails does not stop those after it. */
  take(step: () => Promise<void>): Promise<void> {
    const dropped = this.#dropped;
    const mine = this.#last.then(() => (dropped === this.#dropped ? step() : undefined));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Forgets the steps that still wait: what they were asked for is not shown any more. */
  drop(): void {
    this.#dropped += 1;
  }
}
