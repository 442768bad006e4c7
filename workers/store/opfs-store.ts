import { VhdxError } from "../shared/error.ts";
import { checkRange, readBulkSync, type Store } from "./store.ts";

/** The part of `FileSystemSyncAccessHandle` that is used here. */
export type SyncHandle = Pick<
  FileSystemSyncAccessHandle,
  "read" | "write" | "truncate" | "flush" | "getSize" | "close"
>;

/** A file of the origin's private file system, read and written in place. Only for dedicated workers. */
export class OpfsStore implements Store {
  readonly #handle: SyncHandle;
  /** Bytes. The handle is exclusive, so nothing else changes the size. */
  #size: number;
  /** Whether something was written since the last flush. */
  #unflushed = true;

  constructor(handle: SyncHandle) {
    this.#handle = handle;
    this.#size = handle.getSize();
  }

  /** Takes the exclusive access handle of a file. */
  static async open(file: FileSystemFileHandle): Promise<OpfsStore> {
    return new OpfsStore(await file.createSyncAccessHandle());
  }

  get size(): number {
    return this.#size;
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    let read: number;
    try {
      read = this.#handle.read(into, { at: offset });
    } catch (thrown) {
      throw handleError(thrown, offset);
    }
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
    this.#unflushed = true;
    let written: number;
    try {
      written = this.#handle.write(bytes, { at: offset });
    } catch (thrown) {
      throw handleError(thrown, offset);
    } finally {
      this.#size = this.#handle.getSize();
    }
    if (written !== bytes.length) throw fullError(offset);
  }

  truncate(size: number): void {
    this.#unflushed = true;
    try {
      this.#handle.truncate(size);
    } catch (thrown) {
      throw handleError(thrown, size);
    } finally {
      this.#size = this.#handle.getSize();
    }
    if (this.size !== size) throw fullError(size);
  }

  /** Does nothing where nothing was written since the last flush, because a flush takes as long as a write even then. */
  flush(): void {
    if (!this.#unflushed) return;
    try {
      this.#handle.flush();
    } catch (thrown) {
      throw handleError(thrown, null);
    }
    this.#unflushed = false;
  }

  close(): void {
    this.#handle.close();
  }
}

/**
 * The error for a full storage. Chromium does not throw when its quota is used up: it returns a number of bytes that makes no
 * sense, or leaves the size as it was.
 */
function fullError(offset: number | null): VhdxError {
  return new VhdxError("no-space", "The browser's storage for this page is full.", {
    offset,
    structure: "file",
  });
}

/** An error of the handle, which is the browser's, as one of ours. */
function handleError(thrown: unknown, offset: number | null): VhdxError {
  const full = thrown instanceof DOMException && thrown.name === "QuotaExceededError";
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return full ? fullError(offset) : new VhdxError("io", message, { offset, structure: "file" });
}
