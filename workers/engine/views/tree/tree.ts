import type { FieldList, NodeId, NodePath, Place, Severity, TreeNode, TreePage } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { visibleText } from "../../../shared/visible-text.ts";
import { worse } from "../../../vhdx/findings/index.ts";
import { changedByReplay, changedByUser, type ViewContext } from "../context.ts";
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
import type { IdParts, NodeInfo, NodeSource } from "./source.ts";

const SOURCES: Readonly<Record<string, NodeSource>> = {
  identifier: identifierSource,
  header: headersSource,
  "region-table": regionTablesSource,
  log: logSource,
  metadata: metadataSource,
  bat: batSource,
  blocks: blocksSource,
  block: blockSource,
  bitmap: bitmapSource,
  gaps: gapsSource,
  gap: gapSource,
  region: regionSource,
};

const ROOTS: readonly NodeId[] = [
  "identifier",
  "header/1",
  "header/2",
  "region-table/1",
  "region-table/2",
  "log",
  "metadata",
  "bat",
  "blocks",
  "gaps",
];

function resolve(id: NodeId): { readonly source: NodeSource; readonly parts: IdParts } | null {
  const [family = "", ...parts] = id.split("/");
  const source = Object.hasOwn(SOURCES, family) ? SOURCES[family] : undefined;
  return source === undefined ? null : { source, parts };
}

function infoOf(context: ViewContext, id: NodeId): NodeInfo | null {
  const resolved = resolve(id);
  const info = resolved?.source.node(context, resolved.parts) ?? null;
  // One node, one name: an id from an old URL that only resembles one is none.
  return info?.id === id ? info : null;
}

/** The worst finding at or below each node that has one. */
function severities(context: ViewContext): ReadonlyMap<NodeId, Severity> {
  const marks = new Map<NodeId, Severity>();
  for (const { node, severity } of context.image.findings(context.layer)) {
    for (let id = node; id !== null; id = infoOf(context, id)?.parent ?? null) {
      marks.set(id, worse(marks.get(id) ?? null, severity));
    }
  }
  if (context.image.identifier.isVhdx && context.image.headers.active === null) {
    // What leaves the file without a header is said once, of the first, and true of both.
    marks.set("header/2", worse(marks.get("header/2") ?? null, marks.get("header/1") ?? "fatal"));
  }
  return marks;
}

/** Whether there is one at all: the others are not looked for. */
const isAny = (runs: Iterator<unknown>): boolean => runs.next().done !== true;

function finish(context: ViewContext, marks: ReadonlyMap<NodeId, Severity>) {
  return (info: NodeInfo): TreeNode => ({
    ...info,
    // Some of both is text from the image.
    label: visibleText(info.label),
    detail: info.detail === null ? null : visibleText(info.detail),
    severity: marks.get(info.id) ?? null,
    changedByReplay: info.offset !== null && isAny(changedByReplay(context, info.offset, info.length)),
    changedByUser: info.offset !== null && isAny(changedByUser(context, info.offset, info.length)),
  });
}

function rootInfos(context: ViewContext): NodeInfo[] {
  const unknown = context.layer.structures.regions.all
    .filter((region) => region.entry.name === "Unknown")
    .map((region) => `region/${region.entry.index}`);
  return [...ROOTS, ...unknown]
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
  const resolved = resolve(parent);
  const info = infoOf(context, parent);
  if (resolved === null || info === null) return { parent, first, total: 0, nodes: [] };
  const children = resolved.source.children(context, resolved.parts, first, count);
  return { parent, first, total: info.childCount, nodes: children.map(done) };
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

/** Rows of the field inspector; none for nodes without a table. */
export function nodeFields(context: ViewContext, id: NodeId): FieldList {
  const resolved = resolve(id);
  const info = infoOf(context, id);
  const fields = info === null ? null : (resolved?.source.fields(context, resolved.parts) ?? null);
  const shown = fields ?? { node: id, title: info?.label ?? "", spec: null, fields: [] };
  return { ...shown, title: visibleText(shown.title) };
}

/** The family whose run holds a file offset. */
function familyAt({ image, layer }: ViewContext, offset: number): string {
  const run = structureRuns(image, layer).find((each) => offset >= each.start && offset < each.end);
  if (run !== undefined) return run.node.split("/")[0] ?? "gap";
  return (layer.bat?.owners?.[Math.floor(offset / MIB)] ?? 0) > 0 ? "block" : "gap";
}

/** What stands at a file offset. */
export function locate(context: ViewContext, offset: number): Place {
  const found = SOURCES[familyAt(context, offset)]?.locate(context, offset) ?? { id: "gaps", field: null };
  const path = nodePath(context, found.id) ?? nodePath(context, "gaps") ?? nodePath(context, "identifier");
  if (path === null) throw new Error("the tree has no root");
  // A structure that the end of the file cuts in two has no rows.
  const listed = nodeFields(context, path.node.id).fields.some(({ name }) => name === found.field);
  return { path, field: path.node.id === found.id && listed ? found.field : null };
}
