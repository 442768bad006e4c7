import type { ChainNode, ChainParent, Forest, ImageId } from "../../../../workers/api/index.ts";

/** A row of the tree: a file, or the parent that a file lacks. */
export type ChainRow =
  | {
      readonly kind: "file";
      readonly key: string;
      /** 1 = a disk that is nobody's parent; its parent stands one level deeper. */
      readonly level: number;
      readonly node: ChainNode;
      /** The disk that has it as its parent in this branch; null at the top. */
      readonly child: ChainNode | null;
    }
  | {
      readonly kind: "missing";
      readonly key: string;
      readonly level: number;
      readonly child: ChainNode;
      readonly parent: ChainParent;
    };

/** The forest as rows, each branch from a child down to its oldest ancestor. A parent of several children stands under each. */
export function chainRows(forest: Forest): readonly ChainRow[] {
  const nodes = new Map(forest.nodes.map((node) => [node.id, node]));
  return forest.leaves.flatMap((leaf) => {
    const rows: ChainRow[] = [];
    let child: ChainNode | null = null;
    for (let node = nodes.get(leaf); node !== undefined;) {
      rows.push({ kind: "file", key: `${leaf} ${node.id}`, level: rows.length + 1, node, child });
      const { parent }: ChainNode = node;
      if (parent !== null && parent.id === null)
        rows.push({ kind: "missing", key: `${leaf} missing`, level: rows.length + 1, child: node, parent });
      child = node;
      node = parent?.id == null ? undefined : nodes.get(parent.id);
    }
    return rows;
  });
}

/** The open files by what they have to do with one of them. */
interface SplitForest {
  /** The file, its ancestors, and every disk that has one of these as an ancestor. */
  readonly chain: Forest;
  /** Files that have nothing to do with it; without nodes where there are none. */
  readonly others: Forest;
}

/** Separates the chain of a file from the other open files. */
export function splitForest(forest: Forest, shown: ImageId): SplitForest {
  const parents = new Map(forest.nodes.map(({ id, parent }) => [id, parent?.id ?? null]));
  const rootOf = (id: ImageId): ImageId => {
    const seen = new Set<ImageId>();
    let root = id;
    // The engine refuses a circular link, but a stale forest must not hang the page either.
    for (let next: ImageId | null = id; next !== null && !seen.has(next); next = parents.get(next) ?? null) {
      seen.add(next);
      root = next;
    }
    return root;
  };
  const root = rootOf(shown);
  const part = (related: boolean): Forest => {
    const has = (id: ImageId) => (rootOf(id) === root) === related;
    return {
      nodes: forest.nodes.filter(({ id }) => has(id)),
      roots: forest.roots.filter(has),
      leaves: forest.leaves.filter(has),
      missing: forest.missing.filter(({ child }) => has(child)),
    };
  };
  return { chain: part(true), others: part(false) };
}

/** Whether there is anything to say about chains: several files, or one that needs another. */
export function isChain(forest: Forest | null): boolean {
  return forest !== null && (forest.nodes.length > 1 || forest.nodes.some(({ parent }) => parent !== null));
}
