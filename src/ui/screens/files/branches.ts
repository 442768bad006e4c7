import type { FileNode, FileRow } from "../../../../workers/api/index.ts";
import type { BrowseStep } from "../../../state/browse.ts";
import { gridRows, isFolder, sortRows } from "./rows.ts";

/** Folders of one folder that the tree shows; the list beside it has all. */
const MOST_BRANCHES = 2000;

/** The folders in a folder, as the tree shows them. */
export interface Branches {
  /** By name, the first of them. */
  readonly folders: readonly { readonly node: FileNode; readonly step: BrowseStep }[];
  /** How many more there are. */
  readonly more: number;
}

export const NO_BRANCHES: Branches = { folders: [], more: 0 };

const known = new WeakMap<readonly FileRow[], { readonly length: number; readonly branches: Branches }>();

/** The folders among the rows of a folder. Sorted once, and again when the rows have grown. */
export function branchesOf(rows: readonly FileRow[]): Branches {
  const before = known.get(rows);
  if (before?.length === rows.length) return before.branches;
  const all = sortRows(gridRows(rows.filter(isFolder), []), { column: "name", descending: false });
  const folders = all
    .slice(0, MOST_BRANCHES)
    .flatMap(({ row }) =>
      row === null ? [] : [{ node: row.node, step: { node: row.node, name: row.name } }],
    );
  const branches = { folders, more: all.length - folders.length };
  known.set(rows, { length: rows.length, branches });
  return branches;
}
