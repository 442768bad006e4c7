/** Rows of the grid that are picked, by key, and the one from which Shift extends. */
export interface Picked {
  readonly keys: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const NOTHING_PICKED: Picked = { keys: new Set(), anchor: null };

/** How a row is pointed at, or reached by a key. */
export type PickHow = "only" | "toggle" | "extend" | "keep";

/** What is picked after a row was. @param order keys of all rows in the order of the grid */
export function pick(picked: Picked, key: string, how: PickHow, order: readonly string[]): Picked {
  switch (how) {
    case "only":
      return { keys: new Set([key]), anchor: key };
    case "keep":
      return picked;
    case "toggle": {
      const keys = new Set(picked.keys);
      if (!keys.delete(key)) keys.add(key);
      return { keys, anchor: key };
    }
    case "extend": {
      const from = order.indexOf(picked.anchor ?? key);
      const to = order.indexOf(key);
      if (from < 0 || to < 0) return { keys: new Set([key]), anchor: key };
      return {
        keys: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)),
        anchor: picked.anchor ?? key,
      };
    }
  }
}
