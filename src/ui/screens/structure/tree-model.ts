import type { NodeId, NodePath, TreeNode, TreePage } from "../../../../workers/api/index.ts";
import {
  type Branch,
  branch,
  CHILDREN,
  closeChild,
  knownChild,
  openBelow,
  openChild,
  placeOfRow,
  rowCount,
  rowOfChild,
} from "./branch.ts";

/** Where the tree takes its nodes from: an image through a layer. */
export interface TreeSource {
  children(parent: NodeId | null, first: number, count: number): Promise<TreePage>;
  path(node: NodeId): Promise<NodePath | null>;
}

/** A row in sight. */
export interface TreeRow {
  /** Null while it has not come. */
  readonly node: TreeNode | null;
  /** 1 for the roots. */
  readonly level: number;
  /** Position among its siblings, from 0. */
  readonly index: number;
  readonly siblings: number;
  readonly expanded: boolean;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Requests on their way at once. */
const IN_FLIGHT = 3;

/** A tree whose children are loaded as they come into sight: a BAT has up to 131,072 pages, a log 262,144 sectors. */
export class TreeModel {
  #source: TreeSource | null = null;
  #root: Branch = branch(null, 0, 0, 0);
  /** Goes up with every source, so that late answers of an old one are dropped. */
  #generation = 0;
  #wanted: readonly { readonly branch: Branch; readonly page: number }[] = [];
  readonly #flying = new Set<string>();
  #fresh = new WeakMap<Branch, Set<number>>();
  #error: Error | null = null;
  readonly #changed: () => void;

  /** @param changed called when rows have come or their number has changed. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Rows in all, as far as nodes are open. */
  get rows(): number {
    return rowCount(this.#root);
  }

  /** Why nodes are missing; null where all is well. */
  get error(): Error | null {
    return this.#error;
  }

  row(at: number): TreeRow | null {
    const place = placeOfRow(this.#root, at);
    if (place === null) return null;
    const node = knownChild(place.branch, place.index) ?? null;
    return {
      node,
      level: place.branch.depth + 1,
      index: place.index,
      siblings: place.branch.total,
      expanded: place.branch.open.some((child) => child.index === place.index),
    };
  }

  /**
   * Switches to another layer or revision. What was open stays open where the node still exists; the old rows stay until the new
   * ones have come.
   */
  async load(source: TreeSource): Promise<void> {
    this.#source = source;
    this.#generation += 1;
    const generation = this.#generation;
    try {
      const [first, paths] = await Promise.all([source.children(null, 0, CHILDREN), this.#openPaths(source)]);
      if (generation !== this.#generation) return;
      const old = new Map<NodeId | null, Branch>([
        [null, this.#root],
        ...openBelow(this.#root).map((each) => [each.id, each] as const),
      ]);
      const root = branch(null, 0, 0, first.total);
      const made = new Map<NodeId | null, Branch>([[null, root]]);
      for (const id of old.keys()) {
        const path = id === null ? null : (paths.get(id) ?? null);
        const parent = path === null ? undefined : made.get(path.node.parent);
        if (path === null || parent === undefined || path.node.childCount === 0) continue;
        const child = branch(path.node.id, parent.depth + 1, path.node.index, path.node.childCount);
        openChild(parent, child);
        made.set(child.id, child);
      }
      for (const [id, each] of made) {
        for (const [page, nodes] of old.get(id)?.pages ?? []) each.pages.set(page, nodes);
      }
      this.#root = root;
      this.#fresh = new WeakMap();
      this.#wanted = [];
      this.#error = null;
      this.#store(root, first);
    } catch (thrown) {
      if (generation === this.#generation) this.#error = asError(thrown);
    }
    if (generation === this.#generation) this.#changed();
  }

  /** Asks for the nodes of the rows `[first, last)` that are not known yet. */
  want(first: number, last: number): void {
    const wanted = new Map<string, { branch: Branch; page: number }>();
    for (let row = first; row < last; row += 1) {
      const place = placeOfRow(this.#root, row);
      if (place === null) continue;
      const page = Math.floor(place.index / CHILDREN);
      wanted.set(`${place.branch.id} ${page}`, { branch: place.branch, page });
    }
    this.#wanted = [...wanted.values()];
    this.#pump();
  }

  /** Opens a node, which must be in the tree. */
  expand(node: TreeNode): void {
    const parent = this.#branchOf(node.parent);
    if (parent === null || node.childCount === 0) return;
    if (parent.open.some((child) => child.id === node.id)) return;
    openChild(parent, branch(node.id, parent.depth + 1, node.index, node.childCount));
    this.#changed();
  }

  collapse(node: TreeNode): void {
    const parent = this.#branchOf(node.parent);
    if (parent === null) return;
    closeChild(parent, node.id);
    this.#changed();
  }

  /**
   * Opens all ancestors of a node.
   *
   * @returns the node's row; null where the tree has no such node.
   */
  show(path: NodePath): number | null {
    for (const ancestor of path.ancestors) this.expand(ancestor);
    return this.rowOf(path);
  }

  /** The row of a node; null where it is folded away, or gone. */
  rowOf({ node, ancestors }: NodePath): number | null {
    let row = 0;
    let parent = this.#root;
    for (const each of [...ancestors, node]) {
      if (each.index >= parent.total) return null;
      row += rowOfChild(parent, each.index);
      if (each.id === node.id) return row;
      const next = parent.open.find((child) => child.id === each.id);
      if (next === undefined) return null;
      parent = next;
      row += 1;
    }
    return null;
  }

  /** The row of the parent of the node at `row`; null for a root. */
  parentRow(row: number): number | null {
    const place = placeOfRow(this.#root, row);
    if (place === null || place.branch.id === null) return null;
    return row - 1 - rowOfChild(place.branch, place.index);
  }

  /** Looks up all open nodes, those too that are opened while the answers are on their way. */
  async #openPaths(source: TreeSource): Promise<ReadonlyMap<NodeId, NodePath | null>> {
    const paths = new Map<NodeId, NodePath | null>();
    const unknown = () =>
      openBelow(this.#root).flatMap(({ id }) => (id === null || paths.has(id) ? [] : [id]));
    for (let ids = unknown(); ids.length > 0; ids = unknown()) {
      const found = await Promise.all(ids.map((id) => source.path(id)));
      for (const [nth, id] of ids.entries()) paths.set(id, found[nth] ?? null);
    }
    return paths;
  }

  #branchOf(id: NodeId | null): Branch | null {
    if (id === null) return this.#root;
    return openBelow(this.#root).find((each) => each.id === id) ?? null;
  }

  #pump(): void {
    const generation = this.#generation;
    const source = this.#source;
    if (source === null) return;
    for (const { branch: from, page } of this.#wanted) {
      if (this.#flying.size >= IN_FLIGHT) return;
      const flight = `${generation} ${from.id} ${page}`;
      if (this.#flying.has(flight) || this.#fresh.get(from)?.has(page) === true) continue;
      this.#flying.add(flight);
      void this.#fetch(source, from, page, generation).finally(() => {
        this.#flying.delete(flight);
        if (this.#error === null) this.#pump();
      });
    }
  }

  async #fetch(source: TreeSource, from: Branch, page: number, generation: number): Promise<void> {
    try {
      const answer = await source.children(from.id, page * CHILDREN, CHILDREN);
      if (generation !== this.#generation) return;
      this.#store(from, answer);
    } catch (thrown) {
      if (generation !== this.#generation) return;
      this.#error = asError(thrown);
    }
    this.#changed();
  }

  #store(into: Branch, { first, total, nodes }: TreePage): void {
    const page = Math.floor(first / CHILDREN);
    into.total = total;
    into.pages.set(page, nodes);
    const fresh = this.#fresh.get(into) ?? new Set();
    this.#fresh.set(into, fresh.add(page));
  }
}
