import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { ExtentContent } from "../common/extent-content.ts";
import { unreadableRun } from "../common/unreadable-run.ts";
import type { FileContent, FileExtent, FileSource } from "../file-system.ts";
import { LzxDecoder } from "./lzx.ts";
import { wofOffset, wofOffset64 } from "./structs/wof-table.ts";
import type { WofAlgorithm } from "./wof-algorithms.ts";
import { unpackXpress } from "./xpress.ts";

/** Stream that holds what WOF packed. */
export const WOF_STREAM = "WofCompressedData";

/** Chunks that are kept unpacked. */
const MOST_CHUNKS = 16;
const DAMAGED = "This chunk of a file that WOF packed is damaged, or can't be read.";
/** Bytes from which on a file has offsets of 64 bits. */
const FIRST_OF_64_BITS = 2 ** 32;

/** A file that WOF packed in chunks: CompactOS, `compact /exe`. */
export class WofContent extends ExtentContent {
  readonly size: number;
  readonly #packed: FileContent;
  readonly #algorithm: WofAlgorithm;
  readonly #chunks: number;
  /** Bytes of an entry of the table. */
  readonly #entry: number;
  readonly #unpacked = new Map<number, Uint8Array>();
  readonly #lzx = new LzxDecoder();

  /**
   * @param packed the stream with the table of offsets and the chunks
   * @param size bytes of the file
   */
  constructor(volume: ReadableStore, packed: FileContent, size: number, algorithm: WofAlgorithm) {
    super(volume);
    this.#packed = packed;
    this.size = size;
    this.#algorithm = algorithm;
    this.#chunks = Math.ceil(size / algorithm.chunk);
    this.#entry = (size >= FIRST_OF_64_BITS ? wofOffset64 : wofOffset).size;
  }

  *extents(offset: number, length: number): Generator<FileExtent> {
    const { chunk } = this.#algorithm;
    const end = Math.min(this.size, offset + length);
    for (let at = offset; at < end;) {
      const index = Math.floor(at / chunk);
      const until = Math.min(end, (index + 1) * chunk);
      yield { offset: at, length: until - at, source: this.#source(index) };
      at = until;
    }
  }

  /** Where a chunk starts in the stream; null where the table can't be read, or says what can't be. */
  #start(index: number): number | null {
    const table = (this.#chunks - 1) * this.#entry;
    if (index === 0) return table;
    if (index >= this.#chunks) return this.#packed.size;
    const bytes = tryRead(this.#packed, (index - 1) * this.#entry, this.#entry);
    if (bytes === null) return null;
    const view = new DataView(bytes.buffer);
    const offset = this.#entry === 4 ? view.getUint32(0, true) : Number(view.getBigUint64(0, true));
    return table + offset;
  }

  /** Where a chunk is in the stream; null where nothing says so. */
  #place(index: number): { readonly start: number; readonly length: number } | null {
    const start = this.#start(index);
    const end = this.#start(index + 1);
    if (start === null || end === null || end <= start || end > this.#packed.size) return null;
    const length = end - start;
    return length <= this.#algorithm.chunk ? { start, length } : null;
  }

  #source(index: number): FileSource {
    const place = this.#place(index);
    if (place === null) return { kind: "unreadable", reason: DAMAGED };
    const parts = [...this.#packed.extents(place.start, place.length)];
    const [first] = parts;
    for (const { source } of parts) if (source.kind === "unreadable") return source;
    if (first?.source.kind === "volume")
      return { kind: "packed", offset: first.source.offset, length: first.length };
    if (first?.source.kind === "packed") return first.source;
    return { kind: "unreadable", reason: DAMAGED };
  }

  protected override unpack(extent: FileExtent, into: Uint8Array): void {
    const { chunk } = this.#algorithm;
    const index = Math.floor(extent.offset / chunk);
    const bytes = this.#load(index);
    if (bytes === null) throw unreadableRun(DAMAGED, extent.offset);
    const from = extent.offset - index * chunk;
    into.set(bytes.subarray(from, from + extent.length));
  }

  #load(index: number): Uint8Array | null {
    const known = this.#unpacked.get(index);
    if (known !== undefined) return known;
    const place = this.#place(index);
    const packed = place === null ? null : tryRead(this.#packed, place.start, place.length);
    if (packed === null) return null;
    const { chunk, method } = this.#algorithm;
    const size = Math.min(chunk, this.size - index * chunk);
    // A chunk that would not get smaller is stored as it is.
    const bytes =
      packed.length === size
        ? packed
        : method === "lzx"
          ? this.#lzx.unpack(packed, size)
          : unpackXpress(packed, size);
    if (bytes === null) return null;
    if (this.#unpacked.size >= MOST_CHUNKS) this.#unpacked.clear();
    this.#unpacked.set(index, bytes);
    return bytes;
  }
}
