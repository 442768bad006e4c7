import type { ChainParent, ParentMatch } from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import type { Tone } from "../../parts/Badge.tsx";
import { WORDS } from "./words.ts";

export interface MatchText {
  readonly text: string;
  readonly tone: Tone;
}

/** How well a file matches what its child records about its parent, in words. */
export function matchText({ linkage, linkage2, names, diskId }: ParentMatch): MatchText {
  if (linkage) return { text: WORDS.match.linkage, tone: "ok" };
  if (linkage2) return { text: WORDS.match.linkage2, tone: "warning" };
  if (names.length > 0) return { text: WORDS.match.names, tone: "invalid" };
  if (diskId) return { text: WORDS.match.diskId, tone: "invalid" };
  return { text: WORDS.match.none, tone: "invalid" };
}

/** Why a disk has no open parent. */
export function missingTitle({ name: named, unlinked }: ChainParent): string {
  const name = named === null ? null : visibleText(named);
  if (unlinked) return name === null ? WORDS.missing.unlinkedOne : WORDS.missing.unlinked(name);
  return name === null ? WORDS.missing.nameless : WORDS.missing.named(name);
}
