import type { ImageId } from "../../api/index.ts";
import { type ChainFile, orderChains } from "../../vhdx/chain/order.ts";
import { NO_LINEAGE } from "../image/chain-member.ts";
import type { OpenLink } from "../image/opened-image.ts";

/** Parents that the user chose; null: none, although one may be there. */
export type ParentDecisions = ReadonlyMap<ImageId, ImageId | null>;

interface Candidate extends ChainFile {
  readonly open: OpenLink;
}

/** What tells whose parent or child an open file may be. */
export function chainFile({ image, name }: Pick<OpenLink, "image" | "name">): ChainFile {
  const { facts } = image.best.structures;
  const active = image.headers.active?.values;
  return {
    name,
    size: image.store.size,
    fileWriteGuid: active?.fileWriteGuid ?? null,
    dataWriteGuid: active?.dataWriteGuid ?? null,
    diskId: facts.diskId,
    facts,
  };
}

/** Gives every open image its parent among the others, or none. */
export function linkImages(open: readonly OpenLink[], decisions: ParentDecisions = new Map()): void {
  const candidates = open.map((each): Candidate => ({ ...chainFile(each), open: each }));
  const byId = new Map(candidates.map((each) => [each.open.id, each]));
  const chosen = new Map<Candidate, Candidate | null>();
  for (const [child, parent] of decisions) {
    const from = byId.get(child);
    // A parent that was closed since is one that may come back.
    const to = parent === null ? null : byId.get(parent);
    if (from !== undefined && to !== undefined) chosen.set(from, to);
  }
  for (const [child, choice] of orderChains(candidates, chosen)) {
    child.open.image.attach({
      ...NO_LINEAGE,
      parent: choice.parent?.open ?? null,
      chosen: choice.chosen,
      refusal: choice.refusal,
      unlinked: decisions.get(child.open.id) === null,
    });
  }
}
