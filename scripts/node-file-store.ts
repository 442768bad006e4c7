import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { VhdxError } from "../workers/shared/error.ts";
import { checkRange, type ReadableStore } from "../workers/store/store.ts";

/** A file of the machine as a store, for Node: tests and the command-line report. Read-only. */
export class NodeFileStore implements ReadableStore {
  readonly #path: string;
  readonly #descriptor: number;
  readonly size: number;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openSync(path, "r");
    this.size = fstatSync(this.#descriptor).size;
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

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    const bytes = new Uint8Array(length);
    const file = await open(this.#path, "r");
    try {
      for (let done = 0; done < length;) {
        const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
        if (bytesRead === 0)
          throw new VhdxError("file-changed", "The file became shorter while it was read.", { offset });
        done += bytesRead;
      }
    } finally {
      await file.close();
    }
    return bytes;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
