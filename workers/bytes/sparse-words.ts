/** Words in a page, as a power of two: 4 KiB. */
const PAGE_BITS = 10;
const PAGE = 2 ** PAGE_BITS;
const WITHIN = PAGE - 1;

/** A list of 32-bit words that is only read. */
export type ReadonlyWords = Pick<SparseWords, "length" | "at" | "nextZero" | "nextSet" | "lastSet" | "copy">;

/**
 * A list of 32-bit words, most of them 0. Only pages that hold another word take memory, whatever the length of the list. A copy
 * shares all pages, and costs as little: whichever of the two is written first copies the page that it writes.
 */
export class SparseWords {
  #length: number;
  /** Up to the last page that holds a word. */
  #pages: (Uint32Array | undefined)[] = [];
  /** Those of the pages that no copy shares. */
  #own: (Uint32Array | undefined)[] = [];

  /** @param length words, 2^32 at most. @throws RangeError for a longer list. */
  constructor(length: number) {
    this.#length = checked(length);
  }

  /** Words. */
  get length(): number {
    return this.#length;
  }

  /** @returns the word at an index; 0 outside of the list. */
  at(index: number): number {
    return index < this.#length ? (this.#pages[index >>> PAGE_BITS]?.[index & WITHIN] ?? 0) : 0;
  }

  /** @param index inside the list. */
  set(index: number, word: number): void {
    const nth = index >>> PAGE_BITS;
    if (word === 0 && this.#pages[nth] === undefined) return;
    (this.#own[nth] ?? this.#toWrite(nth))[index & WITHIN] = word;
  }

  /**
   * Sets a word that is 0, and leaves any other as it is.
   *
   * @param index inside the list.
   * @param word not 0.
   * @returns whether the word was 0.
   */
  setZero(index: number, word: number): boolean {
    const nth = index >>> PAGE_BITS;
    const page = this.#own[nth] ?? this.#toWrite(nth);
    if (page[index & WITHIN] !== 0) return false;
    page[index & WITHIN] = word;
    return true;
  }

  /** A page that no copy shares. */
  #toWrite(nth: number): Uint32Array {
    const page = this.#pages[nth]?.slice() ?? new Uint32Array(PAGE);
    // Without gaps, which would make the arrays slow.
    while (this.#pages.length < nth) this.#pages.push(undefined);
    while (this.#own.length < nth) this.#own.push(undefined);
    this.#pages[nth] = page;
    this.#own[nth] = page;
    return page;
  }

  /** The first index in `[from, end)` with a 0; -1 where there is none. */
  nextZero(from: number, end: number): number {
    const stop = Math.min(end, this.#length);
    for (let at = from; at < stop;) {
      const page = this.#pages[at >>> PAGE_BITS];
      if (page === undefined) return at;
      // `indexOf` is ten times as fast as a loop over millions of words.
      const found = page.indexOf(0, at & WITHIN);
      at += (found < 0 ? PAGE : found) - (at & WITHIN);
      if (found >= 0) return at < stop ? at : -1;
    }
    return -1;
  }

  /** The first index in `[from, end)` with another word than 0; `end` where there is none. */
  nextSet(from: number, end: number): number {
    const stop = Math.min(end, this.#length, this.#pages.length * PAGE);
    for (let at = from; at < stop;) {
      const page = this.#pages[at >>> PAGE_BITS];
      let found = page === undefined ? PAGE : at & WITHIN;
      while (found < PAGE && page?.[found] === 0) found += 1;
      at += found - (at & WITHIN);
      if (found < PAGE) return Math.min(at, end);
    }
    return end;
  }

  /** The last index in `[0, end)` with another word than 0; -1 where there is none. */
  lastSet(end: number): number {
    let at = Math.min(end, this.#length, this.#pages.length * PAGE) - 1;
    while (at >= 0) {
      const page = this.#pages[at >>> PAGE_BITS];
      let found = page === undefined ? -1 : at & WITHIN;
      while (found >= 0 && page?.[found] === 0) found -= 1;
      at += found - (at & WITHIN);
      if (found >= 0) return at;
    }
    return -1;
  }

  /** Makes the list shorter, or longer by zeros. @param length words, 2^32 at most. @throws RangeError for a longer list. */
  resize(length: number): void {
    const kept = Math.ceil(checked(length) / PAGE);
    this.#pages.length = Math.min(this.#pages.length, kept);
    this.#own.length = Math.min(this.#own.length, kept);
    const last = kept - 1;
    // Words behind the end would come back when the list gets longer again.
    if (length < this.#length && this.#pages[last] !== undefined)
      (this.#own[last] ?? this.#toWrite(last)).fill(0, length - last * PAGE);
    this.#length = length;
  }

  /** A list with the same words. Either may change without the other. */
  copy(): SparseWords {
    const copy = new SparseWords(this.#length);
    copy.#pages = this.#pages.slice();
    this.#own = [];
    return copy;
  }
}

function checked(length: number): number {
  if (length > 2 ** 32) throw new RangeError(`a list of ${length} words`);
  return length;
}
