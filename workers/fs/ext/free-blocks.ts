import { IntervalSet } from "../../bytes/intervals.ts";
import { groupStart } from "./geometry.ts";
import { freeOf } from "./space.ts";
import type { ExtVolume } from "./volume.ts";

/** Groups whose free blocks are kept. */
const MOST_KEPT = 64;
const NOTHING = new IntervalSet();

/** Which blocks are free, looked up group by group. */
export class FreeBlocks {
  readonly #volume: ExtVolume;
  readonly #kept = new Map<number, IntervalSet>();

  constructor(volume: ExtVolume) {
    this.#volume = volume;
  }

  /** The parts of blocks `[start, end)` that are free. */
  *within(start: number, end: number): Generator<{ readonly start: number; readonly end: number }> {
    const { firstBlock, blocksPerGroup } = this.#volume.geometry;
    for (let at = Math.max(start, firstBlock); at < end;) {
      const number = Math.floor((at - firstBlock) / blocksPerGroup);
      const next = groupStart(this.#volume.geometry, number + 1);
      yield* this.#of(number).within(at, Math.min(end, next));
      at = next;
    }
  }

  #of(number: number): IntervalSet {
    let runs = this.#kept.get(number);
    if (runs !== undefined) return runs;
    const group = this.#volume.groups.group(number);
    // The structures of a group without a bitmap are not looked at: no file's blocks lie there.
    runs = group === null ? NOTHING : IntervalSet.of(freeOf(this.#volume, group, NOTHING) ?? []);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(number, runs);
    return runs;
  }
}
