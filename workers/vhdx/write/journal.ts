import { VhdxError } from "../../shared/error.ts";
import { MIB, roundDown, roundUp } from "../../shared/numbers.ts";
import type { Store } from "../../store/store.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import type { GuidSource, HeaderWriter } from "./header-writer.ts";
import { encodeLogEntry, logEntryLength, type LogUpdate } from "./log-entry.ts";

/**
 * The most updates in one log entry. Each takes a data sector and a descriptor; this many fit well into the smallest log, 1 MiB.
 */
export const SECTORS_PER_ENTRY = 120;
/** From here on sequence numbers start again at 1, before they run out. They may, because each log has a GUID of its own. */
const RESTART_SEQUENCE_AT = 2n ** 63n;

/**
 * Metadata updates through the log (MS-VHDX 2.3). A commit is on stable storage when it returns: after a later crash the updates
 * are in the log or already applied.
 *
 * The log starts with an empty entry, which is flushed before the header names its GUID, so that no crash leaves a header that
 * names a log without a valid entry. Applied updates are flushed late: only when the ring is full or when the log is emptied.
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
  /** Log offset of the oldest entry whose applied updates may not be on stable storage yet. */
  #tail = 0;
  /** Bytes of the ring from tail to head. */
  #used = 0;
  /** File size that the last flush made durable. */
  #flushedSize: number;
  #emptied = 0;

  /**
   * @param lastSequence highest sequence number found in the log; the next entry continues from it, unless it is near the end.
   */
  constructor(store: Store, headers: HeaderWriter, lastSequence: bigint, newGuid: GuidSource) {
    this.#store = store;
    this.#headers = headers;
    this.#sequence = lastSequence < RESTART_SEQUENCE_AT ? lastSequence : 0n;
    this.#newGuid = newGuid;
    this.#flushedSize = store.size;
  }

  get active(): boolean {
    return this.#guid !== null;
  }

  /** How often the log was emptied so far: all that was committed before is applied and durable, and is never replayed again. */
  get emptied(): number {
    return this.#emptied;
  }

  /** Must be called after every flush of the store by others: everything written before is durable now. */
  flushed(): void {
    this.#flushedSize = this.#store.size;
  }

  /**
   * Commits updates that belong together. Payload that they refer to must have been flushed. Up to 120 updates fit into one log
   * entry and are atomic. More are split in their order, so the earlier ones must make sense without the later ones.
   *
   * @throws VhdxError whatever the store throws; then the file must be opened again.
   */
  commit(updates: readonly LogUpdate[]): void {
    if (updates.length === 0) return;
    if (this.#guid === null) this.#start();
    for (let first = 0; first < updates.length; first += SECTORS_PER_ENTRY) {
      const part = updates.slice(first, first + SECTORS_PER_ENTRY);
      this.#append(part);
      // The log must be on stable storage before the updates are applied: a replay can then repeat a torn update.
      this.#flush();
      for (const update of part) this.#apply(update);
    }
  }

  /** Makes all applied updates durable and empties the log. */
  drain(): void {
    if (this.#guid === null) return;
    // The applied updates must be on stable storage before LogGuid is cleared.
    this.#flush();
    this.#headers.clearLog();
    this.#flushedSize = this.#store.size;
    this.#guid = null;
    this.#emptied += 1;
  }

  #start(): void {
    this.#headers.markFile();
    const guid = this.#newGuid();
    this.#guid = guid;
    this.#used = 0;
    this.#write([]);
    // The entry must be on stable storage before the header names its GUID.
    this.#flush();
    this.#headers.activateLog(guid);
  }

  #append(updates: readonly LogUpdate[]): void {
    const { length: ring } = this.#headers.log;
    const sectors = updates.filter((update) => update.kind === "data").length;
    const length = logEntryLength(sectors, updates.length - sectors);
    // Besides the entry, the ring must hold the empty entry that `#reclaim` writes and the sector that stays free.
    if (length > ring - 2 * LOG_SECTOR) {
      throw new VhdxError("misuse", `A log of ${ring} bytes can't take an entry of ${length}.`, {
        structure: "log",
      });
    }
    if (this.#used + length > ring - LOG_SECTOR) this.#reclaim();
    this.#write(updates);
  }

  /** Writes an entry at the head. There must be room for it. */
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
   * Frees the ring: all applied updates become durable, then an empty entry, whose tail is itself, says that no older entry is
   * needed. It goes into the sector that always stays free. Without it the next entry would be written over the oldest ones, and
   * a torn write would leave a head whose tail is gone.
   */
  #reclaim(): void {
    this.#flush();
    this.#used = 0;
    this.#write([]);
    this.#flush();
    this.#emptied += 1;
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

/** Writes a run of zeros (bytes) in pieces of up to 1 MiB. */
export function writeZeros(store: Store, offset: number, length: number): void {
  for (let done = 0; done < length; done += ZEROS.length) {
    store.write(offset + done, ZEROS.subarray(0, Math.min(ZEROS.length, length - done)));
  }
}
