import { VhdxError } from "../bytes/error.ts";
import type { ErrorCode } from "../api/index.ts";
import { checkRange, type ReadableStore } from "./store.ts";

/** What a failed read means to the user; browsers name the causes differently from what they are. */
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

/** A dropped or picked file, or any Blob. Read-only. Only for workers: `FileReaderSync` exists nowhere else. */
export class BlobStore implements ReadableStore {
  readonly blob: Blob;

  constructor(blob: Blob) {
    this.blob = blob;
  }

  get size(): number {
    return this.blob.size;
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    try {
      const slice = this.blob.slice(offset, offset + into.length);
      into.set(new Uint8Array(new FileReaderSync().readAsArrayBuffer(slice)));
    } catch (thrown) {
      throw readError(thrown, offset);
    }
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    try {
      return new Uint8Array(await this.blob.slice(offset, offset + length).arrayBuffer());
    } catch (thrown) {
      throw readError(thrown, offset);
    }
  }
}
