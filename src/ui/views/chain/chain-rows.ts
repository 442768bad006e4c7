import type { ChainNode, ChainParent, Forest } from "../../../../workers/api/index.ts";

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

/** Whether there is anything to say about chains: several files, or one that needs another. */
export function isChain(forest: Forest | null): boolean {
  return forest !== null && (forest.nodes.length > 1 || forest.nodes.some(({ parent }) => parent !== null));
}
