import { type ReadonlyWords, SparseWords } from "../../../bytes/sparse-words.ts";
import { MIB } from "../../../shared/numbers.ts";
import type { Layer } from "../../image/layer.ts";
import type { OpenedImage } from "../../image/opened-image.ts";
import { blockRun, type FileRun, gapRun, structureRuns } from "./file-runs.ts";

/** Iterates over the runs of a part of the file in order. Makes the object of a run only when it is asked for. */
export class RunCursor {
  readonly #layer: Layer;
  readonly #owners: ReadonlyWords;
  readonly #chunkEntries: number;
  readonly #structures: readonly FileRun[];
  readonly #to: number;
  /** End of the last run. */
  #at: number;
  #structure = 0;
  /** The next MiB that belongs to a block. */
  #mib: number;
  /** The run at the cursor: a structure, a block (by one of its MiBs), or null for a gap. */
  #found: FileRun | number | null = null;
  start = 0;
  end = 0;

  /** @param from start of the part `[from, to)`, bytes. The runs follow each other without gaps; the last may reach past `to`. */
  constructor(image: OpenedImage, layer: Layer, from: number, to: number) {
    this.#layer = layer;
    this.#owners = layer.bat?.owners ?? new SparseWords(0);
    this.#chunkEntries = (layer.structures.geometry?.chunkRatio ?? 0) + 1;
    this.#structures = structureRuns(image, layer).filter((run) => run.end > from && run.start < to);
    this.#at = from;
    this.#to = to;
    this.#mib = Math.floor(from / MIB);
    this.#findBlock();
  }

  get kind(): FileRun["kind"] {
    if (this.#found === null) return "gap";
    return typeof this.#found === "number" ? this.#kindAt(this.#found) : this.#found.kind;
  }

  /** The run at the cursor, in full, even where `from` cuts it. */
  get run(): FileRun {
    if (this.#found === null) return gapRun(this.#layer, this.start, this.end);
    return typeof this.#found === "number" ? blockRun(this.#layer, this.#found) : this.#found;
  }

  /** Moves to the next run. @returns false where there is none. */
  next(): boolean {
    const owners = this.#owners;
    for (;;) {
      if (this.#at >= this.#to) return false;
      const structure = this.#structures[this.#structure];
      const blockStart = this.#mib < owners.length ? this.#mib * MIB : Number.POSITIVE_INFINITY;
      const structureFirst = structure !== undefined && structure.start <= blockStart;
      const start = structureFirst ? structure.start : blockStart;
      this.start = this.#at;
      if (start > this.#at) {
        this.#found = null;
        this.end = Math.min(start, this.#to);
      } else if (structureFirst) {
        this.#structure += 1;
        // Where structures overlap, an earlier one may reach past the end of this one.
        if (structure.end <= this.#at) continue;
        this.#found = structure;
        this.end = structure.end;
      } else {
        const mib = this.#mib;
        const owner = owners.at(mib);
        while (owners.at(this.#mib) === owner) this.#mib += 1;
        const end = Math.min(this.#mib * MIB, this.#layer.store.size);
        this.#findBlock();
        if (end <= this.#at) continue;
        this.#found = mib;
        this.end = end;
      }
      this.#at = this.end;
      return true;
    }
  }

  /**
   * Skips blocks and sector bitmaps that follow each other without a gap and begin before `until`.
   *
   * @returns how many; `end` is the end of the last one, if there was any.
   */
  passBlocks(until: number): { readonly blocks: number; readonly bitmaps: number } {
    const owners = this.#owners;
    const structure = this.#structures[this.#structure]?.start ?? Number.POSITIVE_INFINITY;
    const stop = Math.min(owners.length, Math.min(until, this.#to, structure) / MIB);
    const first = this.#mib;
    if (first * MIB !== this.#at || first >= stop) return { blocks: 0, bitmaps: 0 };
    const differencing = this.#layer.structures.geometry?.differencing === true;
    let runs = 0;
    let bitmaps = 0;
    let previous = 0;
    let mib = first;
    for (; mib < stop; mib++) {
      const owner = owners.at(mib);
      if (owner === 0) break;
      if (owner === previous) continue;
      runs += 1;
      previous = owner;
      if (differencing && this.#kindAt(mib) === "bitmap") bitmaps += 1;
    }
    while (owners.at(mib) === previous) mib += 1;
    this.#mib = mib;
    this.#findBlock();
    this.#at = this.end = Math.min(mib * MIB, this.#layer.store.size);
    return { blocks: runs - bitmaps, bitmaps };
  }

  #kindAt(mib: number): "block" | "bitmap" {
    return this.#owners.at(mib) % this.#chunkEntries === 0 ? "bitmap" : "block";
  }

  /** Moves to the next MiB that belongs to a block, unless the present one does. */
  #findBlock(): void {
    this.#mib = this.#owners.nextSet(this.#mib, this.#owners.length);
  }
}
