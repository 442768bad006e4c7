import type { ChainNode, ChainParent, Forest } from "../../../workers/api/index.ts";

/** A parent link as the engine gives it for a file that fits. */
export function chainParent(part: Partial<ChainParent> = {}): ChainParent {
  return {
    id: null,
    name: "base.vhdx",
    linkage: "11111111-1111-1111-1111-111111111111",
    linkage2: null,
    paths: [{ key: "relative_path", path: ".\\base.vhdx", name: "base.vhdx" }],
    match: null,
    chosen: null,
    unlinked: false,
    readable: false,
    ...part,
  };
}

/** One open file as a link of a chain. */
export function chainNode(id: string, parent: ChainParent | null = null): ChainNode {
  return {
    id,
    name: `${id}.vhdx`,
    size: 2 ** 23,
    type: parent === null ? "dynamic" : "differencing",
    virtualSize: 2 ** 30,
    blockSize: 2 ** 21,
    logicalSectorSize: 512,
    dataWriteGuid: null,
    diskId: null,
    outcome: "opens",
    dirty: false,
    parent,
    children: [],
    findings: [],
  };
}

/** The forest of some nodes, linked as they say. */
export function forestOf(...nodes: readonly ChainNode[]): Forest {
  const parentOf = ({ parent }: ChainNode) => parent?.id ?? null;
  const isParent = (id: string) => nodes.some((node) => parentOf(node) === id);
  return {
    nodes,
    roots: nodes.filter((node) => parentOf(node) === null).map(({ id }) => id),
    leaves: nodes.filter(({ id }) => !isParent(id)).map(({ id }) => id),
    missing: nodes.flatMap(({ id, parent }) =>
      parent !== null && parent.id === null ? [{ child: id, name: parent.name }] : [],
    ),
  };
}
