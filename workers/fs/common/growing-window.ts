/** Bytes of a folder that are read ahead at first, and at most. */
const FIRST = 32 * 1024;
const MOST = 512 * 1024;

/**
 * How much of a folder is read ahead: little at its start, as often only that is wanted, and twice as much each time that the list goes
 * on. A folder that lies in many pieces takes one read for pieces near each other.
 */
export class GrowingWindow {
  #end: number;
  #length = FIRST;

  /** @param from byte of the folder where the list begins */
  constructor(from: number) {
    this.#end = from;
  }

  /** Bytes from a position on that are to be read ahead now; 0 where that was done. Positions ascend. */
  at(position: number): number {
    if (position < this.#end) return 0;
    const length = this.#length;
    this.#end = position + length;
    this.#length = Math.min(MOST, length * 2);
    return length;
  }
}
