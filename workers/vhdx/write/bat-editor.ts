import { MIB } from "../../shared/numbers.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import type { Bat } from "../bat/bat.ts";
import { highOf, lowOf, offsetMibOf, stateOf } from "../bat/bat-bits.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import type { LogUpdate } from "./log-entry.ts";

/** State and place of a BAT entry. */
export interface EntryState {
  readonly state: number;
  /** File offset in bytes, 0 = none. */
  readonly offset: number;
}

/** BAT entries that change together. `get` sees the changes before they are committed. */
export class BatEditor {
  readonly #store: ReadableStore;
  readonly #bat: Bat;
  readonly #changes = new Map<number, EntryState>();

  constructor(store: ReadableStore, bat: Bat) {
    this.#store = store;
    this.#bat = bat;
  }

  /** How many entries were set since the last `take`. */
  get changed(): number {
    return this.#changes.size;
  }

  /** How many 4 KiB sectors of the table the changed entries lie in. */
  get changedSectors(): number {
    const sectorOf = (index: number) => Math.floor((this.#bat.offset + index * BAT_ENTRY_SIZE) / LOG_SECTOR);
    return new Set([...this.#changes.keys()].map(sectorOf)).size;
  }

  get(index: number): EntryState {
    const changed = this.#changes.get(index);
    if (changed !== undefined) return changed;
    const { low, high } = this.#bat.halves(index);
    return { state: stateOf(low), offset: offsetMibOf(low, high) * MIB };
  }

  set(index: number, entry: EntryState): void {
    this.#changes.set(index, entry);
  }

  /** Hands out the changed sectors of the table, for one commit, and forgets the changes. */
  take(): LogUpdate[] {
    const sectors = new Map<number, Uint8Array>();
    for (const [index, { state, offset }] of this.#changes) {
      const at = this.#bat.offset + index * BAT_ENTRY_SIZE;
      const start = at - (at % LOG_SECTOR);
      let sector = sectors.get(start);
      if (sector === undefined) {
        sector = new Uint8Array(LOG_SECTOR);
        // The file may end inside the sector, behind the last entry.
        sector.set(readUpTo(this.#store, start, LOG_SECTOR));
        sectors.set(start, sector);
      }
      const view = new DataView(sector.buffer, at - start, BAT_ENTRY_SIZE);
      view.setUint32(0, lowOf(state, offset / MIB), true);
      view.setUint32(4, highOf(offset / MIB), true);
    }
    this.#changes.clear();
    return [...sectors]
      .toSorted(([a], [b]) => a - b)
      .map(([offset, bytes]) => ({ kind: "data", offset, bytes }));
  }

  /** Must be called after a commit: the cached page of the table is out of date. */
  committed(): void {
    this.#bat.forget();
  }
}
