import { roundDown } from "../../shared/numbers.ts";
import type { Steps } from "../../bytes/steps.ts";
import { checkRange, type ReadableStore } from "../../store/store.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { loggedSector } from "./descriptors.ts";
import type { LogEntry } from "./entry.ts";
import { indexWrites, type ReplayIndex } from "./replay-index.ts";
import type { LogRing } from "./ring.ts";
import { sizeAfter } from "./scan.ts";

/**
 * The file as it is after a replay (MS-VHDX 2.3.3), over the original, which is not changed. Holds no copy of the log: the bytes
 * of a sector come from the log when the sector is read.
 */
export class ReplayedStore implements ReadableStore {
  readonly #base: ReadableStore;
  readonly #ring: LogRing;
  readonly #index: ReplayIndex;
  readonly size: number;

  private constructor(base: ReadableStore, ring: LogRing, index: ReplayIndex, size: number) {
    this.#base = base;
    this.#ring = ring;
    this.#index = index;
    this.size = size;
  }

  /**
   * @param base the original file.
   * @param entries the active sequence, or its first entries; the scan must have checked their targets.
   */
  static *replay(base: ReadableStore, ring: LogRing, entries: readonly LogEntry[]): Steps<ReplayedStore> {
    const index = yield* indexWrites(ring, entries, base.size);
    const head = entries.at(-1);
    const grown = head === undefined ? 0 : (sizeAfter(base.size, head) ?? 0);
    const size = Math.max(base.size, grown, index.end);
    return new ReplayedStore(base, ring, index, size);
  }

  /** The runs that the log's descriptors write, merged. Growth of the file counts only where a descriptor puts data. */
  *writtenRuns(start = 0, end = this.size): Generator<{ start: number; end: number }> {
    yield* this.#index.written.within(start, Math.min(end, this.size));
  }

  /** The runs that the replay changes, growth included, merged. */
  *changedRuns(start = 0, end = this.size): Generator<{ start: number; end: number }> {
    const grown = this.#base.size;
    yield* this.writtenRuns(start, Math.min(end, grown));
    if (Math.max(start, grown) < Math.min(end, this.size)) {
      yield { start: Math.max(start, grown), end: Math.min(end, this.size) };
    }
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    const fromBase = Math.max(0, Math.min(into.length, this.#base.size - offset));
    if (fromBase > 0) this.#base.read(offset, into.subarray(0, fromBase));
    into.fill(0, fromBase);
    apply(this.#changes(offset, offset + into.length), offset, into);
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    const fromBase = Math.max(0, Math.min(length, this.#base.size - offset));
    // The log is read first: a job that is cancelled meanwhile must not start another read.
    const changes = this.#changes(offset, offset + length);
    const base = fromBase > 0 ? await this.#base.readBulk(offset, fromBase) : new Uint8Array(0);
    let bytes = base;
    if (fromBase < length) {
      bytes = new Uint8Array(length);
      bytes.set(base);
    }
    apply(changes, offset, bytes);
    return bytes;
  }

  /** The changes that the log makes in `[offset, end)`, in the order in which they apply. */
  #changes(offset: number, end: number): readonly Change[] {
    const changes: Change[] = [];
    for (const { start, end: zerosEnd } of this.#index.zeros.within(offset, end))
      changes.push({ start, end: zerosEnd, bytes: null });
    const { sectors } = this.#index;
    if (sectors.size === 0) return changes;
    for (const run of this.#index.written.within(offset, end)) {
      for (let at = roundDown(run.start, LOG_SECTOR); at < run.end; at += LOG_SECTOR) {
        const logged = sectors.get(at / LOG_SECTOR);
        if (logged === undefined) continue;
        const sector = loggedSector(this.#ring, logged);
        const start = Math.max(at, offset);
        const sectorEnd = Math.min(at + LOG_SECTOR, end);
        changes.push({ start, end: sectorEnd, bytes: sector.subarray(start - at, sectorEnd - at) });
      }
    }
    return changes;
  }
}

/** A run of the file that the replay changes; `bytes` is null for zeros. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array | null;
}

/** Applies changes to `into`, which holds the file's bytes from `offset` on. */
function apply(changes: readonly Change[], offset: number, into: Uint8Array): void {
  for (const { start, end, bytes } of changes) {
    if (bytes === null) into.fill(0, start - offset, end - offset);
    else into.set(bytes, start - offset);
  }
}
