import { VhdxError } from "../shared/error.ts";
import type { ErrorCode } from "../api/index.ts";
import { MIB } from "../shared/numbers.ts";
import { BlobReader } from "./blob-reader.ts";
import { ReadFailure } from "./read-failure.ts";
import { release } from "./release.ts";
import { checkRange, type ReadableStore } from "./store.ts";

/** Reads of this many bytes or more go to the read worker. Opening a disk mostly reads less, and so starts no worker. */
const LARGE = 2 * MIB;

/** A failed read as an error for the user; the names that browsers give do not tell the cause. */
function readError(thrown: unknown, offset: number): VhdxError {
  const name = thrown instanceof DOMException ? thrown.name : "";
  const place = { offset, structure: "file" };
  const say = (code: ErrorCode, message: string) => new VhdxError(code, message, place);
  if (name === "NotFoundError") return say("file-vanished", "The file is no longer where it was.");
  if (name === "NotReadableError") {
    return say(
      "file-changed",
      "The file can't be read: it changed since it was opened, or another program holds it.",
    );
  }
  if (name === "NotAllowedError" || name === "SecurityError") {
    return say("permission-denied", "The browser no longer lets this page read the file.");
  }
  return say("io", thrown instanceof Error ? thrown.message : String(thrown));
}

/**
 * A dropped or picked file, or any Blob. Read-only. Only for workers: `FileReaderSync` exists nowhere else.
 *
 * A browser reports a changed file and a failing disk by the same error. A read elsewhere in the file tells the two apart: after
 * a change no byte of the file can be read.
 */
export class BlobStore implements ReadableStore {
  readonly blob: Blob;
  readonly #reader: BlobReader;

  /** @param reader makes the large reads */
  constructor(blob: Blob, reader = new BlobReader(null)) {
    this.blob = blob;
    this.#reader = reader;
  }

  get size(): number {
    return this.blob.size;
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    try {
      const bytes = new Uint8Array(this.bytesNow(offset, offset + into.length));
      into.set(bytes);
      release(bytes);
    } catch (thrown) {
      const elsewhere = this.#elsewhere(thrown, offset, into.length);
      const isThere = elsewhere.some((at) => {
        try {
          return this.bytesNow(at, at + 1).byteLength === 1;
        } catch {
          return false;
        }
      });
      throw isThere ? new ReadFailure({ offset, length: into.length }) : readError(thrown, offset);
    }
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    try {
      return new Uint8Array(await this.bytesLater(offset, offset + length));
    } catch (thrown) {
      const elsewhere = this.#elsewhere(thrown, offset, length);
      const looks = await Promise.allSettled(elsewhere.map((at) => this.bytesLater(at, at + 1)));
      const isThere = looks.some(({ status }) => status === "fulfilled");
      throw isThere ? new ReadFailure({ offset, length }) : readError(thrown, offset);
    }
  }

  /** `[start, end)` at once, which blocks the worker. */
  protected bytesNow(start: number, end: number): ArrayBuffer {
    return new FileReaderSync().readAsArrayBuffer(this.blob.slice(start, end));
  }

  /** `[start, end)` without blocking. */
  protected bytesLater(start: number, end: number): Promise<ArrayBuffer> {
    const run = this.blob.slice(start, end);
    return end - start < LARGE ? run.arrayBuffer() : this.#reader.read(run);
  }

  /** Offsets to try after a run could not be read, to see whether the file is readable at all: its first and its last byte. */
  #elsewhere(thrown: unknown, offset: number, length: number): readonly number[] {
    if (!(thrown instanceof DOMException) || thrown.name !== "NotReadableError") return [];
    return [0, this.size - 1].filter((at) => at < offset || at >= offset + length);
  }
}
