import type { ChainNode, ChainParent, Forest, ImageId } from "../../api/index.ts";
import { matchParent, parentPaths } from "../../vhdx/chain/match.ts";
import { lineageFindings, parentFacts, readsThrough } from "../image/lineage.ts";
import type { OpenLink } from "../image/opened-image.ts";
import type { OpenedImage } from "../image/opened-image.ts";

function parentOf(image: OpenedImage): ChainParent | null {
  const layer = image.best;
  const { facts } = layer.structures;
  if (facts.type !== "differencing") return null;
  const { parent, chosen, unlinked } = image.lineage;
  const paths = parentPaths(facts.parent);
  return {
    id: parent?.id ?? null,
    name: paths[0]?.name ?? null,
    linkage: facts.parent?.linkage ?? null,
    linkage2: facts.parent?.linkage2 ?? null,
    paths,
    match: parent === null ? null : matchParent(facts, parentFacts(parent)),
    chosen,
    unlinked,
    readable: readsThrough(image, layer),
  };
}

/** All open files by who is whose parent, in the order in which they were opened. */
export function forestOf(open: readonly OpenLink[]): Forest {
  const children = new Map<ImageId, ImageId[]>();
  for (const { id, image } of open) {
    const { parent } = image.lineage;
    if (parent !== null) children.set(parent.id, [...(children.get(parent.id) ?? []), id]);
  }
  const nodes = open.map(({ id, name, image }): ChainNode => {
    const { facts } = image.best.structures;
    return {
      id,
      name,
      size: image.store.size,
      type: facts.type,
      virtualSize: facts.virtualSize,
      blockSize: facts.blockSize,
      logicalSectorSize: facts.logicalSectorSize,
      dataWriteGuid: image.headers.active?.values.dataWriteGuid ?? null,
      diskId: facts.diskId,
      outcome: image.outcome,
      dirty: image.headers.dirty,
      parent: parentOf(image),
      children: children.get(id) ?? [],
      findings: lineageFindings(image, image.best),
    };
  });
  return {
    nodes,
    roots: nodes.filter(({ parent }) => parent?.id == null).map(({ id }) => id),
    leaves: nodes.filter(({ children: own }) => own.length === 0).map(({ id }) => id),
    missing: nodes.flatMap(({ id, parent }) =>
      parent !== null && parent.id === null && !parent.unlinked ? [{ child: id, name: parent.name }] : [],
    ),
  };
}
