import { createSHA256, type IHasher } from "hash-wasm";
import {
  type Digests,
  SMALLEST_FOR_WORKERS,
  startDigests,
  type StartHashWorker,
} from "../../hashes/digests.ts";
import { CHUNK, chunked, ZEROS } from "../../jobs/pipelined.ts";

/** SHA-256 of files, one after the other: of a large one in a worker, beside reading and writing it. */
export class ContentDigest {
  readonly #small: IHasher;
  readonly #start: StartHashWorker | null;
  /** Of the present file, if it is a large one. */
  #large: Digests<"sha256"> | null = null;

  private constructor(small: IHasher, start: StartHashWorker | null) {
    this.#small = small;
    this.#start = start;
  }

  /** @param start makes a worker; null: all digests are taken here */
  static async start(start: StartHashWorker | null): Promise<ContentDigest> {
    return new ContentDigest(await createSHA256(), start);
  }

  /** Begins a file. @param size bytes */
  async begin(size: number): Promise<void> {
    this.end();
    if (this.#start !== null && size >= SMALLEST_FOR_WORKERS)
      this.#large = await startDigests(["sha256"], size, this.#start);
    else this.#small.init();
  }

  /**
   * Takes bytes. Settles when the next may come.
   *
   * @param isLast whether the caller has no more use for them: they are handed over then
   * @throws Error where the worker failed.
   */
  async add(bytes: Uint8Array<ArrayBuffer>, isLast: boolean): Promise<void> {
    if (this.#large === null) this.#small.update(bytes);
    else await this.#large.add({ kind: "bytes", offset: 0, bytes: isLast ? bytes : bytes.slice() });
  }

  async addZeros(length: number): Promise<void> {
    if (this.#large !== null) await this.#large.add({ kind: "zeros", offset: 0, length });
    else for (const run of chunked(0, length, CHUNK)) this.#small.update(ZEROS.subarray(0, run.length));
  }

  /** Lower-case hex. */
  async finish(): Promise<string> {
    if (this.#large === null) return this.#small.digest();
    const { sha256 } = await this.#large.finish();
    this.end();
    return sha256;
  }

  /** Ends the worker. To be called at the end, even after an error. */
  end(): void {
    this.#large?.end();
    this.#large = null;
  }
}
