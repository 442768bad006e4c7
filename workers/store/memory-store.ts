import { PageMap } from "./page-map.ts";
import { checkRange, readBulkSync, type Store } from "./store.ts";

/** Bytes in memory. Holes cost nothing: a store of 64 TiB takes as much memory as the bytes written to it. */
export class MemoryStore implements Store {
  readonly #pages = new PageMap();
  #size: number;

  constructor(content: number | Uint8Array = 0) {
    this.#size = typeof content === "number" ? content : content.length;
    if (typeof content !== "number") this.#pages.write(0, content);
  }

  get size(): number {
    return this.#size;
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    this.#pages.read(offset, into);
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBulkSync(this, offset, length);
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#pages.write(offset, bytes);
    this.#size = Math.max(this.#size, offset + bytes.length);
  }

  truncate(size: number): void {
    if (size < this.#size) this.#pages.cut(size);
    this.#size = size;
  }

  /** Offset behind the last page with data, bytes; the rest of the store is a hole. */
  get writtenEnd(): number {
    return Math.min(this.#size, this.#pages.end);
  }

  /** Memory is as durable as it gets. */
  flush(): void {}
}
