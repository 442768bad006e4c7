import { checkRange, type ReadableStore } from "../../../store/store.ts";
import { tryRead } from "../../../store/tolerant-read.ts";
import type { PagedBytes } from "../../common/paged-bytes.ts";
import type { AppliedVolume, VolumeRun } from "../../file-system.ts";
import { JOURNAL_MAGIC } from "../structs/journal.ts";

/** A copy of a block in the journal. */
export interface AppliedCopy {
  /** Byte of the volume where the copy is. */
  readonly offset: number;
  readonly isEscaped: boolean;
  /** Whether the copy is what was written to the log. */
  readonly isChecked: (bytes: Uint8Array) => boolean;
  /** The copy that an older transaction holds; null where none does. */
  readonly before: AppliedCopy | null;
}

/** A copy as the block was before it was written to the log. */
function unescaped(bytes: Uint8Array): Uint8Array {
  const block = bytes.slice();
  new DataView(block.buffer).setUint32(0, JOURNAL_MAGIC, false);
  return block;
}

/**
 * A volume with the transactions of its journal applied: a block that the log holds is read from the log. Nothing is copied, and nothing
 * is written. A copy with a wrong checksum is not applied, as the kernel does not apply it; the one before it is.
 */
export class AppliedStore implements AppliedVolume {
  readonly #base: ReadableStore;
  readonly #bytes: PagedBytes;
  readonly #blockSize: number;
  readonly #copies: ReadonlyMap<number, AppliedCopy>;
  /** Blocks with a copy, ascending. */
  readonly #blocks: Float64Array;
  readonly #refused: (block: number) => void;

  /**
   * @param bytes of the same volume, whose pages serve many copies
   * @param copies by block of the volume, those of the newest transaction
   * @param refused called for a block whose newest copy is not applied
   */
  constructor(
    base: ReadableStore,
    bytes: PagedBytes,
    blockSize: number,
    copies: ReadonlyMap<number, AppliedCopy>,
    refused: (block: number) => void,
  ) {
    this.#base = base;
    this.#bytes = bytes;
    this.#blockSize = blockSize;
    this.#copies = copies;
    this.#blocks = Float64Array.from(copies.keys()).sort();
    this.#refused = refused;
  }

  get size(): number {
    return this.#base.size;
  }

  *runs(): Generator<VolumeRun> {
    let first = 0;
    for (let next = 1; next <= this.#blocks.length; next++) {
      const start = this.#blocks[first] ?? 0;
      if (this.#blocks[next] === start + next - first) continue;
      yield { offset: start * this.#blockSize, length: (next - first) * this.#blockSize };
      first = next;
    }
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    const blocks = [...this.#within(offset, offset + into.length)];
    const whole = blocks.length > 0 ? tryRead(this.#base, offset, into.length) : null;
    if (whole !== null) {
      into.set(whole);
      for (const block of blocks) this.#patch(block, offset, into);
      return;
    }
    // What can't be read may lie in a block that the log holds.
    const end = offset + into.length;
    let at = offset;
    for (const block of blocks) {
      const start = block * this.#blockSize;
      if (at < start) this.#base.read(at, into.subarray(at - offset, start - offset));
      at = Math.min(end, start + this.#blockSize);
      if (this.#patch(block, offset, into)) continue;
      const from = Math.max(offset, start);
      this.#base.read(from, into.subarray(from - offset, at - offset));
    }
    if (at < end) this.#base.read(at, into.subarray(at - offset));
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    const bytes = await this.#base.readBulk(offset, length);
    for (const block of this.#within(offset, offset + length)) this.#patch(block, offset, bytes);
    return bytes;
  }

  /** Puts the copy of a block into bytes from `offset` on. @returns false where no copy is as it was written */
  #patch(block: number, offset: number, into: Uint8Array): boolean {
    const copy = this.#copyOf(block);
    if (copy === null) return false;
    const start = block * this.#blockSize;
    const from = Math.max(offset, start);
    const end = Math.min(offset + into.length, start + this.#blockSize);
    into.set(copy.subarray(from - start, end - start), from - offset);
    return true;
  }

  /** Blocks with a copy that touch bytes `[start, end)`. */
  *#within(start: number, end: number): Generator<number> {
    const first = Math.floor(start / this.#blockSize);
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#blocks[middle] ?? 0) < first) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < this.#blocks.length; index++) {
      const block = this.#blocks[index] ?? 0;
      if (block * this.#blockSize >= end) return;
      yield block;
    }
  }

  /** The newest copy that is as it was written; null where none is, and the block itself is read. */
  #copyOf(block: number): Uint8Array | null {
    let copy = this.#copies.get(block) ?? null;
    for (; copy !== null; copy = copy.before) {
      const bytes = this.#bytes.read(copy.offset, this.#blockSize);
      if (bytes !== null && copy.isChecked(bytes)) return copy.isEscaped ? unescaped(bytes) : bytes;
      this.#refused(block);
    }
    return null;
  }
}
