import { isZero } from "../bytes/zero.ts";

const PAGE = 64 * 1024;

/** Sparse bytes in memory: pages that hold nothing but zeros cost nothing. */
export class PageMap {
  readonly #pages = new Map<number, Uint8Array<ArrayBuffer>>();

  /** Copies what was written of `[offset, offset + into.length)` into `into`, zeros where a page is absent. */
  read(offset: number, into: Uint8Array): void {
    for (const { page, at, from, piece } of split(offset, into.length)) {
      const bytes = this.#pages.get(page);
      if (bytes === undefined) into.fill(0, from, from + piece);
      else into.set(bytes.subarray(at, at + piece), from);
    }
  }

  write(offset: number, bytes: Uint8Array): void {
    for (const { page, at, from, piece } of split(offset, bytes.length)) {
      let target = this.#pages.get(page);
      if (target === undefined) {
        // An absent page reads as zeros already.
        if (isZero(bytes.subarray(from, from + piece))) continue;
        target = new Uint8Array(PAGE);
        this.#pages.set(page, target);
      }
      target.set(bytes.subarray(from, from + piece), at);
    }
  }

  /** Copies of the bytes in `[offset, offset + length)`, without pages of zeros, in order; each lies within one page. */
  *pieces(offset: number, length: number): Generator<{ offset: number; bytes: Uint8Array }> {
    for (const page of this.#present(offset, length)) {
      const start = Math.max(offset, page * PAGE);
      const end = Math.min(offset + length, (page + 1) * PAGE);
      const bytes = this.#pages.get(page);
      if (bytes !== undefined)
        yield { offset: start, bytes: bytes.slice(start - page * PAGE, end - page * PAGE) };
    }
  }

  /** Zeroes `[offset, offset + length)`, and frees the memory of pages that hold nothing else. */
  erase(offset: number, length: number): void {
    for (const page of this.#present(offset, length)) {
      const bytes = this.#pages.get(page);
      bytes?.fill(0, Math.max(0, offset - page * PAGE), Math.min(PAGE, offset + length - page * PAGE));
      if (bytes === undefined || isZero(bytes)) this.#pages.delete(page);
    }
  }

  /** Numbers of the pages in a run that exist, in order. Visits the pages, not the run, where the run is the longer. */
  #present(offset: number, length: number): number[] {
    const first = Math.floor(offset / PAGE);
    const end = Math.ceil((offset + length) / PAGE);
    if (end - first > this.#pages.size)
      return [...this.#pages.keys()].filter((page) => page >= first && page < end).toSorted((a, b) => a - b);
    return Array.from({ length: end - first }, (_, nth) => first + nth).filter((page) =>
      this.#pages.has(page),
    );
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
}

/** Cuts a run at the borders of pages: the page, the offsets in the page and in the run, and the number of bytes. */
function* split(
  offset: number,
  length: number,
): Generator<{ page: number; at: number; from: number; piece: number }> {
  for (let from = 0; from < length;) {
    const page = Math.floor((offset + from) / PAGE);
    const at = offset + from - page * PAGE;
    const piece = Math.min(length - from, PAGE - at);
    yield { page, at, from, piece };
    from += piece;
  }
}
