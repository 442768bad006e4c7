import type { NodeId, TreeNode } from "../../../../workers/api/index.ts";

/** Children that are asked for at once. */
export const CHILDREN = 128;

/** An open node of the tree: how many children it has, which of them are known, and which are open themselves. */
export interface Branch {
  /** Null for the root. */
  readonly id: NodeId | null;
  /** Levels above its children: 0 for the root. */
  readonly depth: number;
  /** Its position among its siblings. */
  readonly index: number;
  /** Children. */
  total: number;
  /** Known children by page. */
  readonly pages: Map<number, readonly TreeNode[]>;
  /** Open children, by position. */
  open: Branch[];
}

/** What a row shows: a child of a branch. */
export interface RowPlace {
  readonly branch: Branch;
  readonly index: number;
}

/** An open node whose children are not known yet; `depth` is 0 and `id` null for the root. */
export function branch(id: NodeId | null, depth: number, index: number, total: number): Branch {
  return { id, depth, index, total, pages: new Map(), open: [] };
}

/** Rows of all its children and theirs, as far as they are open. */
export function rowCount({ total, open }: Branch): number {
  return open.reduce((rows, child) => rows + rowCount(child), total);
}

/** The place of a row; null beyond the end. */
export function placeOfRow(from: Branch, row: number): RowPlace | null {
  let above = 0;
  for (const child of from.open) {
    const childRow = child.index + above;
    if (row <= childRow) break;
    const inside = rowCount(child);
    if (row <= childRow + inside) return placeOfRow(child, row - childRow - 1);
    above += inside;
  }
  const index = row - above;
  return index >= 0 && index < from.total ? { branch: from, index } : null;
}

/** The row of a child by its position, counted from the branch's first row. */
export function rowOfChild({ open }: Branch, index: number): number {
  return open.reduce((row, child) => (child.index < index ? row + rowCount(child) : row), index);
}

/** A known child; undefined while it has not come. */
export function knownChild({ pages }: Branch, index: number): TreeNode | undefined {
  return pages.get(Math.floor(index / CHILDREN))?.[index % CHILDREN];
}

/** Puts an open child in its place; the same node twice replaces. */
export function openChild(parent: Branch, child: Branch): void {
  parent.open = [...parent.open.filter((each) => each.id !== child.id), child].toSorted(
    (a, b) => a.index - b.index,
  );
}

/** Takes an open child out. */
export function closeChild(parent: Branch, id: NodeId): void {
  parent.open = parent.open.filter((each) => each.id !== id);
}

/** All open branches below, parents before their children. */
export function openBelow(from: Branch): Branch[] {
  return from.open.flatMap((child) => [child, ...openBelow(child)]);
}
