import { ExtentContent } from "../common/extent-content.ts";
import type { FileExtent, FileSource } from "../file-system.ts";
import type { Inode } from "./inode.ts";
import { type BlockRun, hole, lostRun } from "./block-run.ts";
import type { FreeBlocks } from "./free-blocks.ts";
import { blockRuns } from "./mapping.ts";
import type { ExtVolume } from "./volume.ts";

const GIVEN_AWAY =
  "The block bitmap does not call this part of the deleted file free: something else may be there.";

/** The content of a file that lies in blocks. */
export class BlockContent extends ExtentContent {
  readonly size: number;
  readonly #volume: ExtVolume;
  readonly #inode: Inode;
  readonly #free: Pick<FreeBlocks, "within"> | null;

  /** @param free of a deleted file, which has only the blocks that are free still; null for any other */
  constructor(volume: ExtVolume, inode: Inode, free: Pick<FreeBlocks, "within"> | null = null) {
    super(volume.store);
    this.size = inode.size;
    this.#free = free;
    this.#volume = volume;
    this.#inode = inode;
  }

  *extents(offset: number, length: number): Generator<FileExtent> {
    const { blockSize } = this.#volume;
    const end = Math.min(this.size, offset + length);
    if (offset >= end) return;
    const runs = blockRuns(
      this.#volume,
      this.#inode,
      Math.floor(offset / blockSize),
      Math.ceil(end / blockSize),
    );
    for (const whole of runs)
      for (const run of this.#stillFree(whole)) {
        const start = Math.max(offset, run.logical * blockSize);
        const stop = Math.min(end, (run.logical + run.count) * blockSize);
        yield* this.#cut(run, start, stop);
      }
  }

  *#stillFree(run: BlockRun): Generator<BlockRun> {
    const { logical, count, physical } = run;
    if (this.#free === null || physical === null) return yield run;
    let at = physical;
    const lost = (end: number) => lostRun(logical + at - physical, end - at, GIVEN_AWAY);
    for (const { start, end } of this.#free.within(physical, physical + count)) {
      if (at < start) yield lost(start);
      yield { ...hole(logical + start - physical, end - start), physical: start };
      at = end;
    }
    if (at < physical + count) yield lost(physical + count);
  }

  /** Bytes `[start, end)` of the file, which lie in a run; where the volume is cut off, its end splits them. */
  *#cut(run: BlockRun, start: number, end: number): Generator<FileExtent> {
    const of = (from: number, to: number, source: FileSource): FileExtent => ({
      offset: from,
      length: to - from,
      source,
    });
    if (run.lost !== null) return yield of(start, end, { kind: "unreadable", reason: run.lost });
    if (run.physical === null) return yield of(start, end, { kind: "zero" });
    const { blockSize, store } = this.#volume;
    const place = (run.physical - run.logical) * blockSize + start;
    const here = Math.min(end, Math.max(start, start + store.size - place));
    if (here > start) yield of(start, here, { kind: "volume", offset: place });
    if (here < end)
      yield of(here, end, { kind: "unreadable", reason: "The volume ends before this part of the file." });
  }
}

/** A piece of inline data. */
export interface InlinePiece {
  /** Byte of the volume. */
  readonly offset: number;
  readonly length: number;
}

/** The content of a file that lies in its inode, in up to two pieces. What is behind them was never written, and reads as zeros. */
export class InlineContent extends ExtentContent {
  readonly size: number;
  readonly #pieces: readonly InlinePiece[];
  readonly #isWhole: boolean;

  /** @param isWhole whether the pieces are all that there is */
  constructor(volume: ExtVolume, inode: Inode, pieces: readonly InlinePiece[], isWhole: boolean) {
    super(volume.store);
    this.size = inode.size;
    this.#pieces = pieces;
    this.#isWhole = isWhole;
  }

  *extents(offset: number, length: number): Generator<FileExtent> {
    const end = Math.min(this.size, offset + length);
    let start = 0;
    for (const piece of this.#pieces) {
      const first = Math.max(offset, start);
      const stop = Math.min(end, start + piece.length);
      if (first < stop)
        yield {
          offset: first,
          length: stop - first,
          source: { kind: "volume", offset: piece.offset + (first - start) },
        };
      start += piece.length;
    }
    const rest = Math.max(offset, start);
    if (rest < end)
      yield {
        offset: rest,
        length: end - rest,
        source: this.#isWhole
          ? { kind: "zero" }
          : { kind: "unreadable", reason: "The inline data is damaged." },
      };
  }
}
