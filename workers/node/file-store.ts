import { close, closeSync, fstatSync, openSync, read, readSync, statSync } from "node:fs";
import { promisify } from "node:util";
import { VhdxError } from "../shared/error.ts";
import { ReadFailure } from "../store/read-failure.ts";
import { checkRange, type ReadableStore } from "../store/store.ts";

const readLater = promisify(read);

/** What a failed open means. */
function openError(path: string, thrown: unknown): VhdxError {
  if (thrown instanceof VhdxError) return thrown;
  const { code, message } = thrown as NodeJS.ErrnoException;
  switch (code ?? "") {
    case "ENOENT":
    case "ENOTDIR":
      return new VhdxError("file-vanished", `There is no file ${path}.`);
    case "EACCES":
    case "EPERM":
      return new VhdxError("permission-denied", `Permission to read ${path} is refused.`);
    case "EBUSY":
      return new VhdxError(
        "file-in-use",
        `${path} can't be read: another program holds it. Shut the virtual machine down, or copy the file.`,
      );
    default:
      return new VhdxError("io", `${path} can't be opened: ${message}`);
  }
}

/** A file of the machine as a store. The file is opened for reading alone. */
export class NodeFileStore implements ReadableStore {
  readonly #descriptor: number;
  readonly size: number;
  /** Milliseconds since 1970, whole. */
  readonly lastModified: number;
  /** Reads that the system has not answered yet: a descriptor may be given to another file once it is closed. */
  #inFlight = 0;
  #closed = false;

  /**
   * @throws VhdxError `file-vanished`, `permission-denied`, `file-in-use`, `io`; `misuse` where the path is not a regular file.
   */
  constructor(path: string) {
    try {
      // Asked first, as the opening of a named pipe would wait for somebody who writes to it.
      const about = statSync(path);
      if (!about.isFile())
        throw new VhdxError(
          "misuse",
          `${path} is ${about.isDirectory() ? "a folder" : "not a regular file"}.`,
        );
      this.#descriptor = openSync(path, "r");
    } catch (thrown) {
      throw openError(path, thrown);
    }
    const about = fstatSync(this.#descriptor);
    this.size = about.size;
    this.lastModified = Math.floor(about.mtimeMs);
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    for (let done = 0; done < into.length;) {
      const count = this.#tried(offset, into.length, () =>
        readSync(this.#descriptor, into, done, into.length - done, offset + done),
      );
      done += this.#some(count, offset);
    }
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    if (this.#closed) throw new VhdxError("misuse", "The image was closed.");
    const bytes = new Uint8Array(length);
    this.#inFlight += 1;
    try {
      for (let done = 0; done < length;) {
        const { bytesRead } = await readLater(this.#descriptor, bytes, done, length - done, offset + done);
        done += this.#some(bytesRead, offset);
      }
    } catch (thrown) {
      throw failure(thrown, offset, length);
    } finally {
      this.#inFlight -= 1;
      if (this.#closed && this.#inFlight === 0) close(this.#descriptor);
    }
    return bytes;
  }

  /** Closes the file, once reads in flight have ended. Later reads fail. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#inFlight === 0) closeSync(this.#descriptor);
  }

  #tried<T>(offset: number, length: number, work: () => T): T {
    if (this.#closed) throw new VhdxError("misuse", "The image was closed.");
    try {
      return work();
    } catch (thrown) {
      throw failure(thrown, offset, length);
    }
  }

  /** @throws VhdxError `file-changed` where nothing was read although the file was longer. */
  #some(count: number, offset: number): number {
    if (count > 0) return count;
    throw new VhdxError("file-changed", "The file became shorter while it was read.", { offset });
  }
}

/** A failed read as an error: one of the disk names the run, so that an export can go on without it. */
function failure(thrown: unknown, offset: number, length: number): Error {
  if (thrown instanceof VhdxError) return thrown;
  const { code, message } = thrown as NodeJS.ErrnoException;
  if (code === "EIO") return new ReadFailure({ offset, length });
  return new VhdxError("io", `The file can't be read: ${message}`, { offset, structure: "file" });
}
