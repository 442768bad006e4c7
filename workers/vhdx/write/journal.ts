import { VhdxError } from "../../shared/error.ts";
import { MIB, roundDown, roundUp } from "../../shared/numbers.ts";
import type { Store } from "../../store/store.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import type { GuidSource, HeaderWriter } from "./header-writer.ts";
import { encodeLogEntry, logEntryLength, type LogUpdate } from "./log-entry.ts";

/** A data sector takes a sector and a descriptor; entries are kept to what fits well into the smallest log. */
export const SECTORS_PER_ENTRY = 120;
/** Each log has a GUID of its own, so its numbers may start anywhere: from here on they would not last. */
const TOO_LATE_TO_GO_ON = 2n ** 63n;

/**
 * Metadata updates through the log (MS-VHDX 2.3). A commit is on stable storage when it returns: a crash later finds it in
 * the log or in its place.
 *
 * The log is started with an empty entry, which is flushed before the header names its GUID, so that no crash leaves a header
 * that names a log without a valid entry. Applied updates are flushed late: only when the ring is full, or when it is emptied.
 */
export class Journal {
  readonly #store: Store;
  readonly #headers: HeaderWriter;
  readonly #newGuid: GuidSource;
  /** Null while the log is empty. */
  #guid: string | null = null;
  #sequence: bigint;
  /** Log offset where the next entry goes. */
  #head = 0;
  /** Log offset of the oldest entry whose updates may not be on stable storage in their places. */
  #tail = 0;
  /** Bytes of the ring from tail to head. */
  #used = 0;
  /** File size that the last flush made durable. */
  #flushedSize: number;

  /** @param lastSequence highest sequence number found in the log; the next entry goes on from it, where there is room. */
  constructor(store: Store, headers: HeaderWriter, lastSequence: bigint, newGuid: GuidSource) {
    this.#store = store;
    this.#headers = headers;
    this.#sequence = lastSequence < TOO_LATE_TO_GO_ON ? lastSequence : 0n;
    this.#newGuid = newGuid;
    this.#flushedSize = store.size;
  }

  get active(): boolean {
    return this.#guid !== null;
  }

  /** To be told of every flush of the store that others ask for: what was written before is durable now. */
  flushed(): void {
    this.#flushedSize = this.#store.size;
  }

  /**
   * Commits updates that belong together. Payload that they refer to must have been flushed. Updates that fit one entry are
   * atomic; more are split in order, so earlier ones must make sense without later ones.
   *
   * @throws VhdxError whatever the store throws; then the file must be opened again.
   */
  commit(updates: readonly LogUpdate[]): void {
    if (updates.length === 0) return;
    if (this.#guid === null) this.#start();
    for (let first = 0; first < updates.length; first += SECTORS_PER_ENTRY) {
      const part = updates.slice(first, first + SECTORS_PER_ENTRY);
      this.#append(part);
      // The log before the places it describes: a torn update can then be repeated.
      this.#flush();
      for (const update of part) this.#apply(update);
    }
  }

  /** Brings all updates to their places and empties the log. */
  drain(): void {
    if (this.#guid === null) return;
    // The places before the header stops naming the log.
    this.#flush();
    this.#headers.clearLog();
    this.#flushedSize = this.#store.size;
    this.#guid = null;
  }

  #start(): void {
    this.#headers.markFile();
    const guid = this.#newGuid();
    this.#guid = guid;
    this.#used = 0;
    this.#write([]);
    // The entry before the header names its GUID.
    this.#flush();
    this.#headers.activateLog(guid);
  }

  #append(updates: readonly LogUpdate[]): void {
    const { length: ring } = this.#headers.log;
    const sectors = updates.filter((update) => update.kind === "data").length;
    const length = logEntryLength(sectors, updates.length - sectors);
    // Beside the entry itself, the empty one that `#reclaim` writes and the sector that is kept free.
    if (length > ring - 2 * LOG_SECTOR) {
      throw new VhdxError("misuse", `A log of ${ring} bytes can't take an entry of ${length}.`, {
        structure: "log",
      });
    }
    if (this.#used + length > ring - LOG_SECTOR) this.#reclaim();
    this.#write(updates);
  }

  /** Writes an entry at the head; there must be room. */
  #write(updates: readonly LogUpdate[]): void {
    const { length: ring } = this.#headers.log;
    this.#sequence += 1n;
    if (this.#used === 0) this.#tail = this.#head;
    const entry = encodeLogEntry(
      {
        logGuid: this.#guid ?? "",
        sequenceNumber: this.#sequence,
        tail: this.#tail,
        flushedSize: roundDown(this.#flushedSize, MIB),
        lastOffset: roundUp(this.#store.size, MIB),
      },
      updates,
    );
    this.#writeRing(entry);
    this.#head = (this.#head + entry.length) % ring;
    this.#used += entry.length;
  }

  /**
   * Frees the ring: all applied updates become durable, then an empty entry that is its own tail says that none of the older
   * ones is needed. It goes into the sector that is always kept free: were the next entry written straight over the oldest
   * ones, a torn write would leave a head whose tail is gone.
   */
  #reclaim(): void {
    this.#flush();
    this.#used = 0;
    this.#write([]);
    this.#flush();
  }

  #writeRing(entry: Uint8Array): void {
    const { offset, length } = this.#headers.log;
    const first = Math.min(entry.length, length - this.#head);
    this.#store.write(offset + this.#head, entry.subarray(0, first));
    if (first < entry.length) this.#store.write(offset, entry.subarray(first));
  }

  #apply(update: LogUpdate): void {
    if (update.kind === "data") this.#store.write(update.offset, update.bytes);
    else writeZeros(this.#store, update.offset, update.length);
  }

  #flush(): void {
    this.#store.flush();
    this.flushed();
  }
}

const ZEROS = new Uint8Array(MIB);

/** Writes a run of zeros in large pieces. */
export function writeZeros(store: Store, offset: number, length: number): void {
  for (let done = 0; done < length; done += ZEROS.length) {
    store.write(offset + done, ZEROS.subarray(0, Math.min(ZEROS.length, length - done)));
  }
}
