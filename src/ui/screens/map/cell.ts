import type { DiskMap } from "../../../../workers/api/index.ts";
import { PAYLOAD_STATES } from "../../../../workers/shared/bat-states.ts";
import { WORDS } from "./words.ts";

/** What the grid's colours show. */
export type ColorBy = "state" | "replay" | "problem" | "unused" | "owner";

/** What fills cells as a share of their blocks. */
export type MarkedBy = Exclude<ColorBy, "state" | "owner">;

/** Payload block states 0-7 (MS-VHDX 2.5.1.1); 4 and 5 are reserved. */
export const STATES = ([6, 7, 0, 2, 3, 1, 4, 5] as const).map((state) => ({
  state,
  name: PAYLOAD_STATES[state],
  meaning: WORDS.legend.stateMeanings[state],
}));

/** How many blocks of a cell are in each state. */
export interface CellCounts {
  /** Index is the state, 0-7. */
  readonly states: readonly number[];
  readonly blocks: number;
  readonly changed: number;
  readonly problems: number;
}

/** A cell of a map; null outside it. */
export function cellCounts(map: DiskMap, cell: number): CellCounts | null {
  if (cell < 0 || cell >= map.changed.length) return null;
  const states = [...map.states.subarray(cell * 8, cell * 8 + 8)];
  return {
    states,
    blocks: states.reduce((sum, count) => sum + count, 0),
    changed: map.changed[cell] ?? 0,
    problems: map.problems[cell] ?? 0,
  };
}

/** A horizontal band of a cell and what it stands for. */
export interface Share<T> {
  readonly of: T;
  /** Device pixels. The bands of a cell add up to the cell's height. */
  readonly height: number;
}

/**
 * Shares a cell's height among amounts, from the bottom up. Whatever is there at all gets a pixel, so that one allocated block
 * among thousands is still seen.
 */
export function shareHeight<T>(
  parts: readonly { readonly of: T; readonly amount: number }[],
  height: number,
): readonly Share<T>[] {
  const present = parts.filter(({ amount }) => amount > 0);
  const total = present.reduce((sum, { amount }) => sum + amount, 0);
  const bands = present.map(({ of, amount }) => ({
    of,
    height: Math.max(1, Math.round((amount / total) * height)),
  }));
  let excess = bands.reduce((sum, band) => sum + band.height, 0) - height;
  for (const band of bands.toSorted((a, b) => b.height - a.height)) {
    const cut = Math.min(excess, band.height - 1);
    if (excess === 0) break;
    band.height -= cut;
    excess -= cut;
  }
  return bands;
}

/** A cell's blocks by state as bands, in the order of the legend. */
export function bandsOf(states: readonly number[], height: number): readonly Share<number>[] {
  return shareHeight(
    STATES.map(({ state }) => ({ of: state as number, amount: states[state] ?? 0 })),
    height,
  );
}
