import { MIB } from "../../../shared/numbers.ts";
import { ZEROS } from "../../jobs/pipelined.ts";
import type { ArchiveSink, Room } from "./archive-sink.ts";

/** Bytes that are written at a time. */
const BUFFER = MIB;

/** A file that is written at places. */
export interface PlacedFile {
  write(position: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Puts small parts of an archive together before they are written to a file. */
export class BufferedSink implements ArchiveSink {
  readonly takesPieces = false;
  readonly #file: PlacedFile;
  #buffer = new Uint8Array(BUFFER);
  #used = 0;
  /** Bytes in the file. */
  #written = 0;

  constructor(file: PlacedFile) {
    this.#file = file;
  }

  get length(): number {
    return this.#written + this.#used;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.#used + bytes.length > BUFFER) await this.flush();
    if (bytes.length >= BUFFER) {
      const at = this.#written;
      this.#written += bytes.length;
      return this.#file.write(at, bytes);
    }
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  async zeros(length: number): Promise<void> {
    for (let left = length; left > 0; left -= ZEROS.length)
      await this.write(ZEROS.subarray(0, Math.min(left, ZEROS.length)));
  }

  pieces(): Promise<never> {
    return Promise.reject(new Error("a file takes no pieces"));
  }

  async room(length: number): Promise<Room> {
    const room = { offset: this.length, length };
    await this.zeros(length);
    return room;
  }

  async fill({ offset }: Room, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    // A room is in the buffer as a whole, or in the file as a whole, since `write` never parts what it takes.
    if (offset >= this.#written) this.#buffer.set(bytes, offset - this.#written);
    else await this.#file.write(offset, bytes);
  }

  /** Leaves a hole. Only after `flush`. */
  skip(length: number): void {
    if (this.#used > 0) throw new Error("something is held back");
    this.#written += length;
  }

  /** Writes what is held back. */
  async flush(): Promise<void> {
    if (this.#used === 0) return;
    const bytes = this.#buffer.subarray(0, this.#used);
    this.#buffer = new Uint8Array(BUFFER);
    const at = this.#written;
    this.#written += this.#used;
    this.#used = 0;
    await this.#file.write(at, bytes);
  }
}
