import type { Severity } from "./severity.ts";

/**
 * Name of a node of the structure tree, stable for one image: `header/1`, `bat/entry/1030`, `log/entry/49152/descriptor/0`. All
 * kinds are in workers/shared/node-id.ts, which makes ids and takes them apart.
 */
export type NodeId = string;

export interface TreeNode {
  readonly id: NodeId;
  readonly parent: NodeId | null;
  /** Position among the parent's children, from 0; a windowed tree scrolls to it. */
  readonly index: number;
  readonly label: string;
  /** A few words beside the label: "active", "torn", "FULLY_PRESENT at 68 MiB". */
  readonly detail: string | null;
  /** File offset in bytes; null for a node without bytes in the file. */
  readonly offset: number | null;
  /** Length in the file, bytes; 0 for a node without bytes in the file. */
  readonly length: number;
  readonly childCount: number;
  /** The worst finding at or below this node. */
  readonly severity: Severity | null;
  /** Whether the layer's bytes differ from the original's here. */
  readonly changedByReplay: boolean;
  readonly changedByUser: boolean;
}

export interface TreePage {
  readonly parent: NodeId | null;
  readonly first: number;
  readonly total: number;
  readonly nodes: readonly TreeNode[];
}

/** A node and its ancestors, root first. */
export interface NodePath {
  readonly node: TreeNode;
  readonly ancestors: readonly TreeNode[];
}

/** One field of a structure, as its table describes it. */
export interface Field {
  /** Name in the table, unique in the node: "sequenceNumber". */
  readonly name: string;
  /** The specification's own name: "SequenceNumber". */
  readonly label: string;
  /** File offset in bytes. */
  readonly offset: number;
  readonly length: number;
  readonly kind: "u8" | "u16" | "u32" | "u64" | "guid" | "ascii" | "utf16" | "bytes" | "bits";
  /** Value as text: "0x0000000000000007 (7)", "4 MiB", a GUID, a string. */
  readonly value: string;
  /** The value as `set-field` accepts it; null where it is too long for one line and is better edited as bytes. */
  readonly input: string | null;
  /** Raw bytes in hex, the first 16 at most. */
  readonly raw: string;
  /** What it is for, one sentence. */
  readonly meaning: string;
  readonly spec: string | null;
  /** What is wrong with the value; null where nothing is. */
  readonly problem: string | null;
  /** The value in the original, where this layer's value differs from it. */
  readonly before: string | null;
  /** Whether the user changed the value; false where only the replay did. */
  readonly changedByUser: boolean;
  /** A node that the value points at (an offset, a descriptor's target). */
  readonly target: NodeId | null;
}

export interface FieldList {
  readonly node: NodeId;
  readonly title: string;
  readonly spec: string | null;
  readonly fields: readonly Field[];
}

/** What lies at a file offset: the deepest node and, where the node is a structure with fields, the field. */
export interface Place {
  readonly path: NodePath;
  readonly field: string | null;
}
