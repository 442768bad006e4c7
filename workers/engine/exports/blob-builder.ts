import { GIB, MIB } from "../../bytes/numbers.ts";
import { ZEROS } from "../zero.ts";

/** Browsers slow down on Blobs of very many parts, so longer lists become Blobs of Blobs. */
const PARTS = 1000;
/** Lengths of the Blobs of zeros, each made of the one before it; only the first takes memory. */
const ZERO_BLOBS = [ZEROS.length, 64 * MIB, GIB] as const;

/** Puts a large Blob together from parts that take no memory of their own where that can be. */
export class BlobBuilder {
  readonly #groups: Blob[] = [];
  readonly #zeros: Blob[] = [];
  #parts: BlobPart[] = [];

  add(part: BlobPart): void {
    this.#parts.push(part);
    if (this.#parts.length < PARTS) return;
    this.#groups.push(new Blob(this.#parts));
    this.#parts = [];
  }

  addZeros(length: number): void {
    let left = length;
    for (let level = ZERO_BLOBS.length - 1; level >= 0; level--) {
      const size = ZERO_BLOBS[level] ?? 0;
      for (; left >= size; left -= size) this.add(this.#zeroBlob(level));
    }
    if (left > 0) this.add(this.#zeroBlob(0).slice(0, left));
  }

  #zeroBlob(level: number): Blob {
    const size = ZERO_BLOBS[level] ?? 0;
    const below = ZERO_BLOBS[level - 1];
    return (this.#zeros[level] ??=
      below === undefined
        ? new Blob([ZEROS])
        : new Blob(Array.from({ length: size / below }, () => this.#zeroBlob(level - 1))));
  }

  build(type: string): Blob {
    return new Blob([...this.#groups, ...this.#parts], { type });
  }
}
