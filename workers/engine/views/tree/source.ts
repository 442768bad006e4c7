import type { NodeId } from "../../../api/index.ts";
import type { Struct } from "../../../bytes/struct.ts";
import type { NodePlace } from "../../../shared/node-id.ts";
import { SLOT } from "../../../vhdx/headers/header-section.ts";
import type { ViewContext } from "../context.ts";
import type { FieldOptions } from "../field-list.ts";

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

/** The structure that a node's bytes are: its table, and what the inspector says beyond it. */
export interface NodeTable {
  readonly struct: Struct;
  /** Of the structure in the file, bytes. */
  readonly offset: number;
  readonly title: string;
  /** What only the context knows of the fields. */
  readonly options?: FieldOptions;
}

/** One family of nodes. `place` is the id of one of them, taken apart. */
export interface NodeSource {
  /** Null where the image has no such node. */
  node(context: ViewContext, place: NodePlace): NodeInfo | null;
  children(context: ViewContext, place: NodePlace, first: number, count: number): readonly NodeInfo[];
  /** Null for a node whose bytes no table describes. */
  struct(context: ViewContext, place: NodePlace): NodeTable | null;
  /** Deepest node at a file offset known to lie in the family's own run, and the field there. */
  locate(context: ViewContext, offset: number): { readonly id: NodeId; readonly field: string | null };
}

/** Where an item of the header section stands; nowhere in a file that was cut off before it. */
export const slotIn = (
  { size }: { readonly size: number },
  offset: number,
): Pick<NodeInfo, "offset" | "length"> =>
  offset < size ? { offset, length: SLOT } : { offset: null, length: 0 };

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
