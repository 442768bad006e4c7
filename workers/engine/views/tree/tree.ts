import type { FieldList, NodeId, NodePath, Place, Severity, TreeNode, TreePage } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { visibleText } from "../../../shared/visible-text.ts";
import { type FindingIndex, worse } from "../../../vhdx/findings/index.ts";
import { otherRegions } from "../../../vhdx/regions/regions.ts";
import { BAT_ENTRIES_PER_SECTOR } from "../../../shared/geometry.ts";
import { beyondFileSeverity } from "../beyond-file.ts";
import { changedByReplay, changedByUser, type ViewContext } from "../context.ts";
import { structFields } from "../field-list.ts";
import { structureRuns } from "../maps/file-runs.ts";
import { batSource } from "./bat-nodes.ts";
import { bitmapSource, blockSource, blocksSource } from "./block-nodes.ts";
import { gapSource, gapsSource } from "./gap-nodes.ts";
import { headersSource } from "./header-nodes.ts";
import { identifierSource } from "./identifier-nodes.ts";
import { logSource } from "./log-nodes.ts";
import { metadataSource } from "./metadata-nodes.ts";
import { regionTablesSource } from "./region-table-nodes.ts";
import { regionSource } from "./region-nodes.ts";
import type { NodeInfo, NodeSource, NodeTable } from "./source.ts";
import { nodeId, type NodeKind, type NodePlace, parseNodeId } from "../../../shared/node-id.ts";

const SOURCES: Readonly<Record<NodeKind, NodeSource>> = {
  identifier: identifierSource,
  header: headersSource,
  "region-table": regionTablesSource,
  "region-table/entry": regionTablesSource,
  log: logSource,
  "log/entry": logSource,
  "log/entry/descriptor": logSource,
  "log/entry/data": logSource,
  metadata: metadataSource,
  "metadata/table": metadataSource,
  "metadata/entry": metadataSource,
  "metadata/item": metadataSource,
  "metadata/item/locator": metadataSource,
  bat: batSource,
  "bat/page": batSource,
  "bat/entry": batSource,
  blocks: blocksSource,
  block: blockSource,
  bitmap: bitmapSource,
  gaps: gapsSource,
  gap: gapSource,
  region: regionSource,
};

const ROOTS: readonly NodeId[] = [
  nodeId("identifier"),
  nodeId("header", 1),
  nodeId("header", 2),
  nodeId("region-table", 1),
  nodeId("region-table", 2),
  nodeId("log"),
  nodeId("metadata"),
  nodeId("bat"),
  nodeId("blocks"),
  nodeId("gaps"),
];

interface Resolved {
  readonly source: NodeSource;
  readonly place: NodePlace;
  readonly info: NodeInfo;
}

/** A node by its id; null where the image has none of that id. */
function resolve(context: ViewContext, id: NodeId): Resolved | null {
  const place = parseNodeId(id);
  if (place === null) return null;
  const source = SOURCES[place.kind];
  const info = source.node(context, place);
  // A node has one id: the gap's own start, not any offset inside the gap.
  return info?.id === id ? { source, place, info } : null;
}

const infoOf = (context: ViewContext, id: NodeId): NodeInfo | null => resolve(context, id)?.info ?? null;

/** By the index of the findings, so that they are made once for all parts of a tree that are opened. */
const SEVERITIES = new WeakMap<object, ReadonlyMap<NodeId, Severity>>();

/** The worst finding at or below each node that has one. */
function severities(context: ViewContext): ReadonlyMap<NodeId, Severity> {
  const index = context.image.findingIndex(context.layer);
  const marks = SEVERITIES.get(index) ?? marksOf(context, index);
  SEVERITIES.set(index, marks);
  return marks;
}

function marksOf(context: ViewContext, { nodes }: FindingIndex): ReadonlyMap<NodeId, Severity> {
  const marks = new Map<NodeId, Severity>();
  for (const [node, [worst]] of nodes) {
    const severity = worst?.severity ?? "info";
    for (let id = node; id !== null; id = infoOf(context, id)?.parent ?? null) {
      marks.set(id, worse(marks.get(id) ?? null, severity));
    }
  }
  if (context.image.identifier.isVhdx && context.image.headers.active === null) {
    // The finding that no header is valid names the first header, but is true of both.
    const [first, second] = [nodeId("header", 1), nodeId("header", 2)];
    marks.set(second, worse(marks.get(second) ?? null, marks.get(first) ?? "fatal"));
  }
  return marks;
}

/**
 * How bad blocks past the end of the file are that a node stands for: findings name the first of several alone. Entries are read only
 * where there is such a finding.
 */
function beyondFile(context: ViewContext): (id: NodeId) => Severity | null {
  const { bat } = context.layer.structures;
  const any = context.image.findings(context.layer).some(({ code }) => code === "bat-beyond-file");
  return (id) => {
    const place = bat === null || !any ? null : parseNodeId(id);
    if (bat === null || place === null) return null;
    const [first, count] =
      place.kind === "bat/entry"
        ? [place.numbers[0], 1]
        : place.kind === "bat/page"
          ? [place.numbers[0] * BAT_ENTRIES_PER_SECTOR, BAT_ENTRIES_PER_SECTOR]
          : [0, 0];
    return beyondFileSeverity(context, bat, first, first + count);
  };
}

/** Whether there is at least one run. Reads no further. */
const isAny = (runs: Iterator<unknown>): boolean => runs.next().done !== true;

function finish(context: ViewContext, marks: ReadonlyMap<NodeId, Severity>) {
  const beyond = beyondFile(context);
  const severityOf = (id: NodeId): Severity | null => {
    const [mark, lost] = [marks.get(id) ?? null, beyond(id)];
    return lost === null ? mark : worse(mark, lost);
  };
  return (info: NodeInfo): TreeNode => ({
    ...info,
    // Some of both is text from the image.
    label: visibleText(info.label),
    detail: info.detail === null ? null : visibleText(info.detail),
    severity: severityOf(info.id),
    changedByReplay: info.offset !== null && isAny(changedByReplay(context, info.offset, info.length)),
    changedByUser: info.offset !== null && isAny(changedByUser(context, info.offset, info.length)),
  });
}

function rootInfos(context: ViewContext): NodeInfo[] {
  const others = otherRegions(context.layer.structures.regions).map(({ entry }) =>
    nodeId("region", entry.index),
  );
  return [...ROOTS, ...others]
    .map((id) => infoOf(context, id))
    .filter((info) => info !== null)
    .map((info, index) => ({ ...info, index }));
}

/** Children of a node; the roots where `parent` is null. */
export function treePage(
  context: ViewContext,
  parent: NodeId | null,
  first: number,
  count: number,
): TreePage {
  const done = finish(context, severities(context));
  if (parent === null) {
    const roots = rootInfos(context);
    return { parent, first, total: roots.length, nodes: roots.slice(first, first + count).map(done) };
  }
  const resolved = resolve(context, parent);
  if (resolved === null) return { parent, first, total: 0, nodes: [] };
  const children = resolved.source.children(context, resolved.place, first, count);
  return { parent, first, total: resolved.info.childCount, nodes: children.map(done) };
}

/** A node and its ancestors, root first; null where the image has no such node. */
export function nodePath(context: ViewContext, id: NodeId): NodePath | null {
  const info = infoOf(context, id);
  if (info === null) return null;
  const roots = rootInfos(context);
  const placed = (each: NodeInfo): NodeInfo =>
    each.parent === null ? { ...each, index: roots.findIndex((root) => root.id === each.id) } : each;
  const done = finish(context, severities(context));
  const ancestors: TreeNode[] = [];
  for (let parent = info.parent; parent !== null;) {
    const above = infoOf(context, parent);
    if (above === null) break;
    ancestors.unshift(done(placed(above)));
    parent = above.parent;
  }
  return { node: done(placed(info)), ancestors };
}

/**
 * The struct table of a node's bytes, and their offset; null for a node without one, and where the file does not hold the whole
 * structure.
 */
export function nodeStruct(context: ViewContext, id: NodeId): NodeTable | null {
  const resolved = resolve(context, id);
  const table = resolved?.source.struct(context, resolved.place) ?? null;
  return table !== null && table.offset + table.struct.size <= context.layer.store.size ? table : null;
}

/** Rows of the field inspector; none for nodes without a table. */
export function nodeFields(context: ViewContext, id: NodeId): FieldList {
  const resolved = resolve(context, id);
  const table = resolved?.source.struct(context, resolved.place) ?? null;
  return {
    node: id,
    title: visibleText(table?.title ?? resolved?.info.label ?? ""),
    spec: table?.struct.spec ?? null,
    fields: table === null ? [] : structFields(context, table.struct, table.offset, table.options),
  };
}

/** The kind of structure whose run holds a file offset. */
function kindAt({ image, layer }: ViewContext, offset: number): NodeKind {
  const run = structureRuns(image, layer).find((each) => offset >= each.start && offset < each.end);
  if (run !== undefined) return run.kind;
  return (layer.bat?.owners?.at(Math.floor(offset / MIB)) ?? 0) > 0 ? "block" : "gap";
}

/** What lies at a file offset. */
export function locate(context: ViewContext, offset: number): Place {
  const found = SOURCES[kindAt(context, offset)].locate(context, offset);
  const path =
    nodePath(context, found.id) ??
    nodePath(context, nodeId("gaps")) ??
    nodePath(context, nodeId("identifier"));
  if (path === null) throw new Error("the tree has no root");
  // A structure that is cut off by the end of the file has no rows.
  const listed = nodeFields(context, path.node.id).fields.some(({ name }) => name === found.field);
  return { path, field: path.node.id === found.id && listed ? found.field : null };
}
