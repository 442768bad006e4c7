import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { VhdxError } from "../workers/shared/error.ts";
import { checkRange, readBulkSync, type Store } from "../workers/store/store.ts";

/** A file of the machine that Node writes in place, for tests with other programs. */
export class NodeWritableStore implements Store {
  readonly #descriptor: number;
  readonly #durable: boolean;

  /**
   * @param mode `create` makes an empty file, and overwrites an existing one.
   * @param durable false: a flush does not wait for the disk, for tests without a crash of the machine.
   */
  constructor(path: string, mode: "open" | "create" = "open", durable = true) {
    this.#descriptor = openSync(path, mode === "create" ? "w+" : "r+");
    this.#durable = durable;
  }

  get size(): number {
    return fstatSync(this.#descriptor).size;
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    for (let done = 0; done < into.length;) {
      const read = readSync(this.#descriptor, into, done, into.length - done, offset + done);
      if (read === 0)
        throw new VhdxError("file-changed", "The file became shorter while it was read.", { offset });
      done += read;
    }
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBulkSync(this, offset, length);
  }

  write(offset: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.#descriptor, bytes, done, bytes.length - done, offset + done);
  }

  truncate(size: number): void {
    ftruncateSync(this.#descriptor, size);
  }

  flush(): void {
    if (this.#durable) fsyncSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
