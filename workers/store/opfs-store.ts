import { VhdxError } from "../bytes/error.ts";
import { checkRange, readBulkSync, type Store } from "./store.ts";

/** The part of `FileSystemSyncAccessHandle` that is used. */
export type SyncHandle = Pick<
  FileSystemSyncAccessHandle,
  "read" | "write" | "truncate" | "flush" | "getSize" | "close"
>;

/** A file of the origin's private file system, read and written in place. Only for dedicated workers. */
export class OpfsStore implements Store {
  readonly #handle: SyncHandle;

  constructor(handle: SyncHandle) {
    this.#handle = handle;
  }

  /** Opens (or makes) a file and takes its exclusive access handle. */
  static async open(file: FileSystemFileHandle): Promise<OpfsStore> {
    return new OpfsStore(await file.createSyncAccessHandle());
  }

  get size(): number {
    return this.#handle.getSize();
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    const read = this.#handle.read(into, { at: offset });
    if (read !== into.length) {
      throw new VhdxError("io", `Only ${read} of ${into.length} bytes could be read.`, {
        offset,
        structure: "file",
      });
    }
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBulkSync(this, offset, length);
  }

  write(offset: number, bytes: Uint8Array): void {
    if (offset > this.size) this.truncate(offset);
    let written: number;
    try {
      written = this.#handle.write(bytes, { at: offset });
    } catch (thrown) {
      throw writeError(thrown, offset);
    }
    if (written !== bytes.length) throw fullError(offset);
  }

  truncate(size: number): void {
    try {
      this.#handle.truncate(size);
    } catch (thrown) {
      throw writeError(thrown, size);
    }
    if (this.size !== size) throw fullError(size);
  }

  flush(): void {
    this.#handle.flush();
  }

  close(): void {
    this.#handle.close();
  }
}

/**
 * Chromium does not throw when its quota is used up: it answers with a number of bytes that makes no sense, or leaves the size as
 * it was.
 */
function fullError(offset: number): VhdxError {
  return new VhdxError("no-space", "The browser's storage for this page is full.", {
    offset,
    structure: "file",
  });
}

function writeError(thrown: unknown, offset: number): VhdxError {
  const full = thrown instanceof DOMException && thrown.name === "QuotaExceededError";
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return full ? fullError(offset) : new VhdxError("io", message, { offset, structure: "file" });
}
