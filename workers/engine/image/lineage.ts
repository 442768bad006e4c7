import type { Finding } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { ChainDisk, type ChainLink } from "../../vhdx/chain/chain-disk.ts";
import { isLinked, linkageFindings, type LinkedParent, sameSectors } from "../../vhdx/chain/linkage.ts";
import { parentPaths } from "../../vhdx/chain/match.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import type { ExtentSource } from "../../vhdx/disk/disk-extent.ts";
import { finding, worst } from "../../vhdx/findings/index.ts";
import type { Layer } from "./layer.ts";
import type { ChainMember, Lineage, ParentFile } from "./chain-member.ts";
import { nodeId } from "../../shared/node-id.ts";

const PLACE = { structure: "Metadata", node: nodeId("metadata") } as const;

/** The identity of the parent, as a child's locator names it. It comes from the stored file, and a replay keeps it. */
export function parentFacts({ name, image }: ParentFile): LinkedParent {
  const { facts } = image.best.structures;
  return {
    name,
    dataWriteGuid: image.headers.active?.values.dataWriteGuid ?? null,
    diskId: facts.diskId,
    facts,
  };
}

/** The open ancestors, the parent first. */
export function ancestors<Image extends { readonly lineage: Lineage<Image> }>(
  image: Image,
): readonly ParentFile<Image>[] {
  const found: ParentFile<Image>[] = [];
  for (let at = image.lineage.parent; at !== null; at = at.image.lineage.parent) found.push(at);
  return found;
}

/** The parent that the chain lacks, and the disk that needs it; null where the chain is whole. */
export function missingParent(
  image: ChainMember,
): { readonly child: ParentFile | null; readonly name: string | null } | null {
  const last = ancestors(image).at(-1) ?? null;
  const { facts } = (last?.image ?? image).best.structures;
  if (facts.type !== "differencing") return null;
  return { child: last, name: parentPaths(facts.parent)[0]?.name ?? null };
}

/** Findings about a layer's own link to its parent. */
function linkFindings(image: ChainMember, layer: Layer): readonly Finding[] {
  const { facts } = layer.structures;
  if (facts.type !== "differencing") return [];
  const { parent, refusal } = image.lineage;
  return linkageFindings(facts, parent === null ? null : parentFacts(parent), refusal);
}

/** Findings about ancestors, which affect the disk that is read through them. */
function ancestorFindings(image: ChainMember): readonly Finding[] {
  for (const { image: each, name } of ancestors(image)) {
    const own = [...each.ownFindings(each.best), ...linkFindings(each, each.best)];
    const severity = worst(own);
    if (severity !== "fatal" && severity !== "error") continue;
    const first = own.find((candidate) => candidate.severity === severity);
    const message = `The parent disk ${visibleText(name)} is damaged: ${first?.message ?? ""}`;
    return [finding("parent-damaged", message, PLACE)];
  }
  const crashed = ancestors(image).find((each) => each.image.canReplay);
  const replay =
    crashed === undefined
      ? []
      : [
          finding(
            "parent-needs-replay",
            `The log of ${visibleText(crashed.name)}, a parent, holds entries that were never applied.`,
            PLACE,
          ),
        ];
  const missing = missingParent(image);
  if (missing?.child == null) return replay;
  const named = missing.name === null ? "its parent" : visibleText(missing.name);
  const message = `The chain is not whole: ${visibleText(missing.child.name)} needs ${named}, which is not open.`;
  return [finding("parent-not-found", message, PLACE), ...replay];
}

/** Findings about a layer's link to its parent, and about the rest of the chain. */
export function lineageFindings(image: ChainMember, layer: Layer): readonly Finding[] {
  const own = linkFindings(image, layer);
  return layer.structures.facts.type === "differencing" && image.lineage.parent !== null
    ? [...own, ...ancestorFindings(image)]
    : own;
}

/** Whether blocks that a layer does not hold are read from the parent. */
export function readsThrough(image: ChainMember, layer: Layer): boolean {
  const { parent } = image.lineage;
  if (parent === null) return false;
  const { facts } = layer.structures;
  const known = parentFacts(parent);
  return sameSectors(facts, known.facts) && (isLinked(facts, known) || image.readAnyway);
}

/** The parents' disks below a layer, and why the last one has no further parent. */
function linksBelow(image: ChainMember, layer: Layer): { links: ChainLink[]; beyond: ExtentSource } {
  const links: ChainLink[] = [];
  let child = image;
  let at = layer;
  while (at.structures.facts.type === "differencing") {
    const { parent } = child.lineage;
    if (parent === null || !readsThrough(child, at)) break;
    const below = parent.image.layerBelow(layer);
    try {
      links.push({ disk: parent.image.ownDisk(below), store: below.store });
    } catch (thrown) {
      if (!(thrown instanceof VhdxError) || thrown.code !== "not-available") throw thrown;
      const reason = `The parent ${visibleText(parent.name)} can't be read: ${thrown.message}`;
      return { links, beyond: { kind: "unreadable", reason } };
    }
    child = parent.image;
    at = below;
  }
  return { links, beyond: { kind: "parent" } };
}

/** A layer's disk read through its parents. */
export function chainDisk(image: ChainMember, layer: Layer, own: VirtualDisk): VirtualDisk {
  if (layer.structures.facts.type !== "differencing") return own;
  const { links, beyond } = linksBelow(image, layer);
  return new ChainDisk({ disk: own, store: layer.store }, links, beyond);
}

/** Why a disk with a parent can't be written now, as an error; null for a disk without one, or whose chain is whole and sound. */
export function parentObstacle(image: ChainMember, layer: Layer): VhdxError | null {
  if (layer.structures.facts.type !== "differencing") return null;
  const obstacle = lineageFindings(image, layer).find(
    ({ severity, code }) => severity === "fatal" || severity === "error" || code === "parent-not-found",
  );
  if (image.lineage.parent !== null && obstacle === undefined) return null;
  const code = obstacle?.code === "parent-not-found" ? "needs-parent" : "not-available";
  return new VhdxError(code, `The disk can't be written without its parent: ${obstacle?.message ?? ""}`);
}

/**
 * The parent's disk, for writes that have to read from it.
 *
 * @returns null for a disk without a parent
 * @throws VhdxError `needs-parent` where the chain is not whole; `not-available` where a link has a fault: such a disk is
 *   read-only.
 */
export function diskBelow(image: ChainMember, layer: Layer): VirtualDisk | null {
  const obstacle = parentObstacle(image, layer);
  if (obstacle !== null) throw obstacle;
  const { parent } = image.lineage;
  return layer.structures.facts.type === "differencing" && parent !== null
    ? parent.image.disk(parent.image.layerBelow(layer))
    : null;
}
