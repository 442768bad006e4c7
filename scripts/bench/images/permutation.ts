const ROUNDS = 4;

/**
 * The numbers from 0 up to `count` in a random order that follows from a seed. A Feistel network computes each number alone, so
 * that millions of them cost no memory.
 */
export class Permutation {
  readonly #count: number;
  /** Bits of each half. */
  readonly #half: number;
  readonly #keys: readonly number[];

  /** @param count at most 2^30. */
  constructor(count: number, seed: number) {
    this.#count = count;
    this.#half = Math.max(1, Math.ceil(Math.log2(count) / 2));
    this.#keys = Array.from({ length: ROUNDS }, (_, round) => Math.imul(seed + round + 1, 0x9e3779b1));
  }

  /** The number at a place. */
  at(place: number): number {
    let value = place;
    // The network permutes a power of four: a number outside of the range goes through again until it is inside.
    do value = this.#forward(value);
    while (value >= this.#count);
    return value;
  }

  /** The place of a number. */
  placeOf(number: number): number {
    let value = number;
    do value = this.#backward(value);
    while (value >= this.#count);
    return value;
  }

  #forward(value: number): number {
    const mask = 2 ** this.#half - 1;
    let left = value >>> this.#half;
    let right = value & mask;
    // No destructuring: this runs for each of 67 million blocks.
    for (let round = 0; round < ROUNDS; round++) {
      const next = left ^ (this.#mix(right, this.#keys[round] ?? 0) & mask);
      left = right;
      right = next;
    }
    return (left << this.#half) | right;
  }

  #backward(value: number): number {
    const mask = 2 ** this.#half - 1;
    let left = value >>> this.#half;
    let right = value & mask;
    for (const key of this.#keys.toReversed()) [left, right] = [right ^ (this.#mix(left, key) & mask), left];
    return (left << this.#half) | right;
  }

  #mix(value: number, key: number): number {
    const mixed = Math.imul(value ^ key, 0x85ebca6b);
    return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 15;
  }
}
