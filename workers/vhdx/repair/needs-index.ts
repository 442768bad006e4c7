import { MIB } from "../../shared/numbers.ts";
import type { MibRun } from "./bat/claims.ts";
import type { Needs } from "./fix.ts";
import type { RepairState } from "./state.ts";

/** Places in a list by a number. */
class Places {
  readonly #at = new Map<number, number[]>();

  add(key: number, at: number): void {
    const same = this.#at.get(key);
    if (same === undefined) this.#at.set(key, [at]);
    else if (same.at(-1) !== at) same.push(at);
  }

  get(key: number): readonly number[] {
    return this.#at.get(key) ?? [];
  }
}

/** Which faults of a plan were planned from what. */
export class NeedsIndex {
  readonly #entries = new Places();
  readonly #chunks = new Places();
  /** By the first MiB of the room. */
  readonly #room = new Places();
  readonly #longest: number;

  /** @param blockSize bytes: no fault needs a longer run of the file. */
  constructor(blockSize: number) {
    this.#longest = Math.max(1, blockSize / MIB);
  }

  /** @param at place of the fault in the plan. */
  add(at: number, { entries, chunk, room }: Needs): void {
    for (const index of entries) this.#entries.add(index, at);
    if (chunk !== undefined) this.#chunks.add(chunk, at);
    for (const { start } of room) this.#room.add(start, at);
  }

  /**
   * Places of the faults that may have to be planned again.
   *
   * @param changed BAT entries.
   * @param room runs whose owner may be another now.
   */
  touched(changed: ReadonlySet<number>, room: readonly MibRun[], { structures }: RepairState): Set<number> {
    const found = new Set<number>();
    const take = (places: readonly number[]) => {
      for (const at of places) found.add(at);
    };
    const ratio = structures.geometry?.chunkRatio ?? 0;
    for (const index of changed) {
      take(this.#entries.get(index));
      take(this.#chunks.get(Math.floor(index / (ratio + 1))));
    }
    for (const { start, end } of room) {
      if (start >= end) continue;
      for (let mib = Math.max(0, start - this.#longest + 1); mib < end; mib++) take(this.#room.get(mib));
    }
    return found;
  }
}
