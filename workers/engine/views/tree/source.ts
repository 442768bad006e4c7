import type { FieldList, NodeId } from "../../../api/index.ts";
import { SLOT } from "../../../vhdx/headers/header-section.ts";
import type { ViewContext } from "../context.ts";

/** A node before what all nodes have in common (severity, changes, position) is filled in. */
export interface NodeInfo {
  readonly id: NodeId;
  readonly parent: NodeId | null;
  readonly index: number;
  readonly label: string;
  readonly detail: string | null;
  readonly offset: number | null;
  readonly length: number;
  readonly childCount: number;
}

/** The rest of an id after the family's name: `["entry", "3"]` for `bat/entry/3`. */
export type IdParts = readonly string[];

/** One family of nodes: those whose ids start with the same word. */
export interface NodeSource {
  /** Null where the image has no such node. */
  node(context: ViewContext, parts: IdParts): NodeInfo | null;
  children(context: ViewContext, parts: IdParts, first: number, count: number): readonly NodeInfo[];
  fields(context: ViewContext, parts: IdParts): FieldList | null;
  /** Deepest node at a file offset known to lie in the family's own run, and the field there. */
  locate(context: ViewContext, offset: number): { readonly id: NodeId; readonly field: string | null };
}

/** Where an item of the header section stands; nowhere in a file that was cut off before it. */
export const slotIn = (
  { size }: { readonly size: number },
  offset: number,
): Pick<NodeInfo, "offset" | "length"> =>
  offset < size ? { offset, length: SLOT } : { offset: null, length: 0 };

/** A part of an id as a whole number, null where it is none. */
export function numberPart(parts: IdParts, at: number): number | null {
  const text = parts[at];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Children `[first, first + count)` of a node that has `total`. */
export function window<T>(
  total: number,
  first: number,
  count: number,
  make: (index: number) => T | null,
): T[] {
  const items: T[] = [];
  for (let index = Math.max(0, first); index < Math.min(total, first + count); index++) {
    const item = make(index);
    if (item !== null) items.push(item);
  }
  return items;
}
