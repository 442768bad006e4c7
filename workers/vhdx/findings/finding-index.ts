import type { Finding, NodeId } from "../../api/index.ts";
import { bySeverity } from "../../shared/severity.ts";

const NONE: readonly Finding[] = [];

function grouped<K>(keysOf: (finding: Finding) => readonly K[], findings: readonly Finding[]) {
  const groups = new Map<K, Finding[]>();
  for (const each of findings) {
    for (const key of new Set(keysOf(each))) {
      const same = groups.get(key);
      if (same === undefined) groups.set(key, [each]);
      else same.push(each);
    }
  }
  return groups;
}

/** All findings of a layer, indexed by node and by BAT entry. Each index is built when it is first asked for. */
export class FindingIndex {
  /** Worst first; findings of one severity are in the order in which they were found. */
  readonly all: readonly Finding[];
  #nodes: ReadonlyMap<NodeId | null, readonly Finding[]> | null = null;
  #entries: ReadonlyMap<number, readonly Finding[]> | null = null;

  /** @param findings in the order in which they were found */
  constructor(findings: readonly Finding[]) {
    this.all = bySeverity(findings);
  }

  /** The nodes that findings are shown at, each with its findings. */
  get nodes(): Iterable<readonly [NodeId | null, readonly Finding[]]> {
    this.#nodes ??= grouped(({ node }) => [node], this.all);
    return this.#nodes;
  }

  /** Findings about a BAT entry, alone or as one of two; worst first. */
  ofEntry(index: number): readonly Finding[] {
    this.#entries ??= grouped(
      ({ batIndex, other }) => [batIndex, other].filter((each) => each !== undefined),
      this.all,
    );
    return this.#entries.get(index) ?? NONE;
  }
}
