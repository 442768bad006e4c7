import type { NodeId } from "../api/index.ts";

/** Every kind of node of the structure tree, and the pattern of its ids: `#` is a number. */
const PATTERNS = {
  identifier: "identifier",
  /** Copy, 1 or 2. */
  header: "header/#",
  "region-table": "region-table/#",
  /** Copy, index of the entry. */
  "region-table/entry": "region-table/#/entry/#",
  log: "log",
  /** Offset of the entry in the log, bytes. */
  "log/entry": "log/entry/#",
  "log/entry/descriptor": "log/entry/#/descriptor/#",
  "log/entry/data": "log/entry/#/data/#",
  metadata: "metadata",
  "metadata/table": "metadata/table",
  /** Index of the entry; its item has the same. */
  "metadata/entry": "metadata/entry/#",
  "metadata/item": "metadata/item/#",
  "metadata/item/locator": "metadata/item/#/locator/#",
  bat: "bat",
  /** 512 entries, 4 KiB. */
  "bat/page": "bat/page/#",
  "bat/entry": "bat/entry/#",
  blocks: "blocks",
  block: "block/#",
  bitmap: "bitmap/#",
  gaps: "gaps",
  /** File offset, bytes. */
  gap: "gap/#",
  /** A region that the format does not know: index of its entry in the region table. */
  region: "region/#",
} as const;

export type NodeKind = keyof typeof PATTERNS;

type NumbersIn<Pattern> = Pattern extends `${string}#${infer Rest}`
  ? readonly [number, ...NumbersIn<Rest>]
  : readonly [];

/** The numbers in the ids of a kind: none, one or two. */
export type NodeNumbers<Kind extends NodeKind> = NumbersIn<(typeof PATTERNS)[Kind]>;

/** A parsed id. */
export type NodePlace = {
  readonly [Kind in NodeKind]: { readonly kind: Kind; readonly numbers: NodeNumbers<Kind> };
}[NodeKind];

const KINDS = Object.keys(PATTERNS) as NodeKind[];
const KIND_OF: ReadonlyMap<string, NodeKind> = new Map(KINDS.map((kind) => [PATTERNS[kind], kind]));
/** The texts around the numbers. */
const PIECES = new Map(KINDS.map((kind) => [kind, PATTERNS[kind].split("#")]));

/**
 * The id of a node: `nodeId("log/entry/descriptor", 49152, 0)` is `log/entry/49152/descriptor/0`.
 *
 * @param numbers whole numbers, 0 or more.
 */
export function nodeId<Kind extends NodeKind>(kind: Kind, ...numbers: NodeNumbers<Kind>): NodeId {
  const [first = "", ...rest] = PIECES.get(kind) ?? [];
  let id = first;
  for (let nth = 0; nth < numbers.length; nth++) id += `${numbers[nth]}${rest[nth] ?? ""}`;
  return id;
}

/** Parses an id; null for a text that is not an id, or that is not written as `nodeId` writes it (`header/01`). */
export function parseNodeId(id: string): NodePlace | null {
  const numbers: number[] = [];
  const words = id.split("/").map((part) => {
    if (!/^\d+$/.test(part)) return part;
    numbers.push(Number(part));
    return "#";
  });
  const kind = KIND_OF.get(words.join("/"));
  if (kind === undefined) return null;
  const place = { kind, numbers } as unknown as NodePlace;
  return nodeId(place.kind, ...(numbers as never)) === id ? place : null;
}

/** Whether a node is of a kind or a part of such a node: for `region-table`, a table and its entries. */
export function isWithin(place: NodePlace | null, kind: NodeKind): place is NodePlace {
  return place !== null && (place.kind === kind || place.kind.startsWith(`${kind}/`));
}

/** Offset in the log, in bytes, of the entry that a node is or is part of; null for a node outside the log's entries. */
export function logEntryOf(place: NodePlace | null): number | null {
  return isWithin(place, "log/entry") ? (place.numbers[0] ?? null) : null;
}
