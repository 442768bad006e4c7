import type { FolderEntry, NodeId } from "../file-system.ts";

/** Looks at nodes. */
interface Looker<T> {
  /** Reads ahead for nodes. Tells for how many of them, from the first on, at least one. */
  readonly ahead: (nodes: readonly NodeId[]) => number;
  readonly look: (node: NodeId, index: number) => T;
}

/**
 * What a look at the node of each entry gives, in the order of the entries. What the looks need is read in the order of the nodes, as
 * names say nothing of where these lie: a table of nodes is read from its start to its end. Where all can be read ahead at once, each
 * look is taken when it is asked for, and none is kept.
 */
export function* statsInOrder<T>(
  entries: readonly FolderEntry[],
  { ahead, look }: Looker<T>,
): Generator<T, void, undefined> {
  const nodeAt = (index: number) => entries[index]?.node ?? 0;
  const order = entries.map((_, index) => index).sort((a, b) => nodeAt(a) - nodeAt(b));
  const results: T[] = [];
  results.length = entries.length;
  for (let from = 0; from < order.length;) {
    const left = from === 0 ? order : order.slice(from);
    const ready = Math.max(1, ahead(left.map(nodeAt)));
    if (ready >= entries.length) {
      for (const [index, { node }] of entries.entries()) yield look(node, index);
      return;
    }
    for (const index of left.slice(0, ready)) results[index] = look(nodeAt(index), index);
    from += ready;
  }
  yield* results;
}
