import type { ReadableStore } from "../store/store.ts";
import { tryRead } from "../store/tolerant-read.ts";

/** Bytes. Nearly every mark stands within them; btrfs begins 64 KiB behind the start. */
const HEAD = 68 * 1024;

/** A run of a virtual disk: all of it, or a partition. Reads tolerantly, and its head in one go. */
export class Part {
  readonly #disk: ReadableStore;
  /** Bytes from the start of the disk. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  /** Null where the head can't be read as a whole; undefined before it was asked for. */
  #head: Uint8Array | null | undefined = undefined;

  /** What it is, behind "longer than". */
  readonly called: string;

  /** @param size may reach past the end of the disk, as a partition table says it */
  constructor(
    disk: ReadableStore,
    offset: number,
    size: number,
    called = offset === 0 ? "the disk" : "its partition",
  ) {
    this.called = called;
    this.#disk = disk;
    this.offset = offset;
    this.size = size;
  }

  /** Whether the disk ends before the part does. */
  get isCutOff(): boolean {
    return this.offset + this.size > this.#disk.size;
  }

  /** Bytes of the part; null where they are outside of it, or can't be read. */
  bytes(offset: number, length: number): Uint8Array | null {
    const end = Math.min(this.size, this.#disk.size - this.offset);
    if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > end) return null;
    if (offset + length <= HEAD) {
      this.#head ??= tryRead(this.#disk, this.offset, Math.min(HEAD, end));
      if (this.#head !== null) return this.#head.subarray(offset, offset + length);
    }
    return tryRead(this.#disk, this.offset + offset, length);
  }
}
