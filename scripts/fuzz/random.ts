/** Numbers that follow from a seed, so that a mutant can be made again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number of 32 bits (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 up to, not including, `end`, which may pass 2^32. */
  below(end: number): number {
    if (end <= 1) return 0;
    return end <= 2 ** 32
      ? Math.floor((this.next() / 2 ** 32) * end)
      : Math.floor(((this.next() * 2 ** 21 + (this.next() >>> 11)) / 2 ** 53) * end);
  }

  chance(probability: number): boolean {
    return this.next() < probability * 2 ** 32;
  }

  /** One of the items; there must be at least one. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (items.length === 0) throw new Error("there is nothing to pick from");
    return item as T;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.next() & 0xff);
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    const order: T[] = [];
    while (left.length > 0) order.push(...left.splice(this.below(left.length), 1));
    return order;
  }
}

/** A separate generator for a purpose in the `nth` mutant of a run: an additional choice for one purpose changes no other. */
export function randomOf(seed: number, nth: number, purpose: string): Random {
  let mixed = Math.imul(seed, 0x9e3779b1) ^ Math.imul(nth + 1, 0x85ebca6b);
  for (const character of purpose) mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return new Random(mixed);
}
