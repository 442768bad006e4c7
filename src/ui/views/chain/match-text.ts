import type { ChainParent, ParentMatch } from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import type { Tone } from "../../parts/Badge.tsx";

export interface MatchText {
  readonly text: string;
  readonly tone: Tone;
}

/** How well a file matches what its child records about its parent, in words. */
export function matchText({ linkage, linkage2, names, diskId }: ParentMatch): MatchText {
  if (linkage) return { text: "parent_linkage matches", tone: "ok" };
  if (linkage2) return { text: "parent_linkage2 matches: merge in progress", tone: "warning" };
  if (names.length > 0) return { text: "name matches only", tone: "invalid" };
  if (diskId) return { text: "mismatch, but the same disk ID", tone: "invalid" };
  return { text: "mismatch", tone: "invalid" };
}

/** Why a disk has no open parent. */
export function missingTitle({ name: named, unlinked }: ChainParent): string {
  const name = named === null ? null : visibleText(named);
  if (unlinked) return `Parent unlinked${name === null ? "" : `: ${name}`}`;
  return name === null ? "Missing: a parent without a name" : `Missing: ${name}`;
}
