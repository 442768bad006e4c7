import type { ExtractPick, FileName } from "../../../../workers/api/index.ts";
import type { BrowseStep } from "../../../state/browse.ts";
import type { GridRow } from "./rows.ts";

/** Rows of the grid that are picked, by key, and the one from which Shift extends. */
export interface Picked {
  readonly keys: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const NOTHING_PICKED: Picked = { keys: new Set(), anchor: null };

/** What was picked, and where: it holds as long as that folder is listed, with the details of the same row. */
export interface PickedIn extends Picked {
  /** Names the folder, in one view of a volume. */
  readonly of: string;
  /** Key of the row whose details are shown; null for none. */
  readonly focus: string | null;
}

/** What is picked of the folder that is listed. A search or a link shows the details of another row: nothing is picked then. */
export const pickedHere = (picked: PickedIn, of: string, focus: string | null): Picked =>
  picked.of === of && picked.focus === focus ? picked : NOTHING_PICKED;

const nameOf = (text: string): FileName => ({ text, bytes: new TextEncoder().encode(text) });

function extractPick({ row, deleted }: GridRow): readonly ExtractPick[] {
  if (row !== null) return [{ node: row.node, name: row.name }];
  if (deleted === null) return [];
  const { node, name, inUse } = deleted;
  return [{ node, name: name ?? nameOf(`deleted-${node}`), isDeleted: !inUse }];
}

/**
 * What is extracted: the picked rows, else what the details are of. Empty where that is the folder itself.
 *
 * @param focused the row whose details are shown; null where no row of the folder has them
 * @param chosen what the details are of; null for the folder
 */
export function extractPicks(
  rows: readonly GridRow[],
  { keys }: Picked,
  focused: GridRow | null,
  chosen: BrowseStep | null,
): readonly ExtractPick[] {
  const picked = keys.size === 0 ? [] : rows.filter(({ key }) => keys.has(key)).flatMap(extractPick);
  if (picked.length > 0) return picked;
  if (focused !== null) return extractPick(focused);
  // A row that is not read yet, or behind the last one that is held.
  return chosen === null ? [] : [{ node: chosen.node, name: chosen.name ?? nameOf(`file-${chosen.node}`) }];
}

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
