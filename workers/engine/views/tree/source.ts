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

/** The structure of a node's bytes: its struct table, and what the inspector adds. */
export interface NodeTable {
  readonly struct: Struct;
  /** Of the structure in the file, bytes. */
  readonly offset: number;
  readonly title: string;
  /** Facts about the fields that depend on the rest of the file. */
  readonly options?: FieldOptions;
}

/** One kind of nodes. `place` is a parsed node id. */
export interface NodeSource {
  /** Null where the image has no such node. */
  node(context: ViewContext, place: NodePlace): NodeInfo | null;
  children(context: ViewContext, place: NodePlace, first: number, count: number): readonly NodeInfo[];
  /** Null for a node whose bytes no table describes. */
  struct(context: ViewContext, place: NodePlace): NodeTable | null;
  /** The deepest node at a file offset inside this kind's run, and the field there. */
  locate(context: ViewContext, offset: number): { readonly id: NodeId; readonly field: string | null };
}

/** The place of an item of the header section; null in a file that was cut off before it. */
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
