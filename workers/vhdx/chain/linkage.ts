import type { Finding } from "../../api/index.ts";
import { sizeText } from "../../shared/text.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { FindingList } from "../findings/index.ts";
import type { DiskFacts } from "../metadata/disk-facts.ts";
import { matchParent, type ParentIdentity, parentPaths } from "./match.ts";
import { DEEPEST_CHAIN, type Refusal } from "./order.ts";
import { nodeId } from "../../shared/node-id.ts";

const PLACE = { structure: "Metadata", node: nodeId("metadata") } as const;

/** What is known about the file that is linked as the parent. */
export interface LinkedParent extends ParentIdentity {
  readonly facts: DiskFacts;
}

/** Whether the parent's DataWriteGuid is the child's `parent_linkage`, or the `parent_linkage2` that a merge sets. */
export function isLinked(child: DiskFacts, parent: ParentIdentity): boolean {
  const { linkage, linkage2 } = matchParent(child, parent);
  return linkage || linkage2;
}

/** Whether child and parent have the same logical sector size; without it nothing can be read through the link. */
export const sameSectors = (child: DiskFacts, parent: DiskFacts): boolean =>
  parent.logicalSectorSize === null || parent.logicalSectorSize === child.logicalSectorSize;

const REFUSALS: Readonly<
  Record<Refusal, readonly ["chain-cycle" | "parent-is-child" | "chain-too-deep", string]>
> = {
  cycle: ["chain-cycle", "The disk is its own ancestor: the files name each other as parents, in a circle."],
  "same-file": ["parent-is-child", "The file picked as the parent is this file itself, or a copy of it."],
  "too-deep": ["chain-too-deep", `The chain has more than ${DEEPEST_CHAIN} links.`],
};

/**
 * The message about a parent with another DataWriteGuid. The GUID changes whenever a guest changes the disk. A file that is the
 * parent by its id or its name was therefore written after the child was made, or is an older or newer state of the parent.
 */
function mismatch(child: DiskFacts, parent: LinkedParent): string {
  const { names, diskId } = matchParent(child, parent);
  const name = visibleText(parent.name);
  const guids = `The child was made when the parent's DataWriteGuid was ${child.parent?.linkage ?? "unknown"}; now it is ${parent.dataWriteGuid ?? "unknown"}.`;
  if (names.length === 0 && !diskId) return `The file ${name} is not this disk's parent. ${guids}`;
  const why = diskId ? "it is the same disk" : "it has the parent's name";
  return `The file ${name} was written after this child was made, or is another state of the parent: ${why}, but not with the content that the child was made over. What is read through it may be mixed from two times. ${guids}`;
}

/**
 * Findings about the link of a differencing disk to its parent (MS-VHDX 2.6.2.6.3).
 *
 * @param parent null where none is open
 * @param refusal why a file that fits is not used as the parent
 */
export function linkageFindings(
  child: DiskFacts,
  parent: LinkedParent | null,
  refusal: Refusal | null,
): readonly Finding[] {
  const findings = new FindingList();
  if (refusal !== null) {
    const [code, message] = REFUSALS[refusal];
    findings.add(code, message, PLACE);
  } else if (parent === null) {
    const [path] = parentPaths(child.parent);
    const named = path === undefined ? "which is not open" : `${visibleText(path.name)}, which is not open`;
    const message = `This is a differencing disk; what it does not hold itself is in its parent, ${named}.`;
    findings.add("parent-not-found", message, PLACE);
  } else judge(child, parent, findings);
  return findings.items;
}

function judge(child: DiskFacts, parent: LinkedParent, findings: FindingList): void {
  const { linkage, linkage2 } = matchParent(child, parent);
  const { facts } = parent;
  const name = visibleText(parent.name);
  if (!linkage && !linkage2) findings.add("parent-linkage-mismatch", mismatch(child, parent), PLACE);
  if (!sameSectors(child, facts)) {
    const message = `The parent ${name} has sectors of ${facts.logicalSectorSize} bytes, this disk of ${child.logicalSectorSize}.`;
    findings.add("parent-sector-size", message, PLACE);
  }
  const size = child.virtualSize ?? 0;
  const parentSize = facts.virtualSize ?? size;
  if (parentSize < size) {
    const message = `The parent's disk of ${sizeText(parentSize)} is smaller than this one of ${sizeText(size)}; past its end the parent reads as zeros.`;
    findings.add("parent-smaller", message, PLACE);
  } else if (parentSize > size) {
    const message = `The parent's disk of ${sizeText(parentSize)} is larger than this one of ${sizeText(size)}; its end is out of reach.`;
    findings.add("parent-larger", message, PLACE);
  }
}
