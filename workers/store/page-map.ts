import { isZero } from "../bytes/zero.ts";

const PAGE = 64 * 1024;

/** Sparse bytes in memory: pages that hold nothing but zeros cost nothing. */
export class PageMap {
  readonly #pages = new Map<number, Uint8Array<ArrayBuffer>>();

  /** Copies what was written of `[offset, offset + into.length)` into `into`, zeros where a page is absent. */
  read(offset: number, into: Uint8Array): void {
    this.#split(offset, into.length, (page, at, from, length) => {
      const bytes = this.#pages.get(page);
      if (bytes === undefined) into.fill(0, from, from + length);
      else into.set(bytes.subarray(at, at + length), from);
    });
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#split(offset, bytes.length, (page, at, from, length) => {
      let target = this.#pages.get(page);
      if (target === undefined) {
        // An absent page reads as zeros already.
        if (isZero(bytes.subarray(from, from + length))) return;
        target = new Uint8Array(PAGE);
        this.#pages.set(page, target);
      }
      target.set(bytes.subarray(from, from + length), at);
    });
  }

  /** End of the last page that holds anything but zeros. */
  get end(): number {
    let last = -1;
    for (const page of this.#pages.keys()) last = Math.max(last, page);
    return (last + 1) * PAGE;
  }

  /** Forgets everything from `size` on. */
  cut(size: number): void {
    for (const [page, bytes] of this.#pages) {
      const start = page * PAGE;
      if (start >= size) this.#pages.delete(page);
      else if (start + PAGE > size) bytes.fill(0, size - start);
    }
  }

  #split(
    offset: number,
    length: number,
    visit: (page: number, at: number, from: number, length: number) => void,
  ) {
    let from = 0;
    while (from < length) {
      const page = Math.floor((offset + from) / PAGE);
      const at = offset + from - page * PAGE;
      const piece = Math.min(length - from, PAGE - at);
      visit(page, at, from, piece);
      from += piece;
    }
  }
}
