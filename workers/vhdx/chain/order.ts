import type { ParentMatch } from "../../api/index.ts";
import type { DiskFacts } from "../metadata/disk-facts.ts";
import { matchParent, type ParentIdentity } from "./match.ts";

/** Most links of a chain, the disk itself included. */
export const DEEPEST_CHAIN = 256;

/** A file that may be a child, a parent or both. */
export interface ChainFile extends ParentIdentity {
  /** Bytes. */
  readonly size: number;
  readonly fileWriteGuid: string | null;
  readonly facts: Pick<DiskFacts, "type" | "parent" | "diskId">;
}

/** Why a file that fits is not used as the parent. */
export type Refusal =
  /** The disk is among the file's own ancestors. */
  | "cycle"
  /** The user picked the file itself or a copy of it. */
  | "same-file"
  /** The chain would be longer than `DEEPEST_CHAIN`. */
  | "too-deep";

/** The parent of one file. */
export interface Choice<F> {
  readonly parent: F | null;
  readonly match: ParentMatch | null;
  readonly chosen: "match" | "name" | "user" | null;
  readonly refusal: Refusal | null;
}

const NONE = { parent: null, match: null, chosen: null, refusal: null } as const;

/** A higher rank is a better parent; 0 is no parent. */
function rankOf({ linkage, linkage2, names }: ParentMatch): number {
  const named = names.length > 0 ? 1 : 0;
  if (linkage) return 4 + named;
  if (linkage2) return 2 + named;
  return named;
}

const isSameFile = (a: ChainFile, b: ChainFile): boolean =>
  a === b ||
  (a.fileWriteGuid !== null &&
    a.fileWriteGuid === b.fileWriteGuid &&
    a.dataWriteGuid === b.dataWriteGuid &&
    a.size === b.size);

function choose<F extends ChainFile>(
  child: F,
  files: readonly F[],
  decision: F | null | undefined,
): Choice<F> {
  if (child.facts.type !== "differencing" || decision === null) return NONE;
  const candidates = decision === undefined ? files : [decision];
  let best: F | null = null;
  let bestMatch: ParentMatch | null = null;
  let sameFile = false;
  for (const file of candidates) {
    const match = matchParent(child.facts, file);
    if (decision === undefined && rankOf(match) === 0) continue;
    if (isSameFile(child, file)) {
      // A locator that names the file itself is a finding about that file (`parent-linkage-self`), whatever else is open.
      sameFile ||= decision !== undefined;
    } else if (bestMatch === null || rankOf(match) > rankOf(bestMatch)) {
      best = file;
      bestMatch = match;
    }
  }
  if (best === null || bestMatch === null) return sameFile ? { ...NONE, refusal: "same-file" } : NONE;
  const chosen = decision !== undefined ? "user" : rankOf(bestMatch) > 1 ? "match" : "name";
  return { parent: best, match: bestMatch, chosen, refusal: null };
}

/** The files of the cycle that the ancestors of `start` run into; empty where there is no cycle. */
function cycleFrom<F>(start: F, choices: ReadonlyMap<F, Choice<F>>): readonly F[] {
  const path: F[] = [];
  const seen = new Set<F>();
  for (let at: F | null = start; at !== null; at = choices.get(at)?.parent ?? null) {
    if (seen.has(at)) return path.slice(path.indexOf(at));
    seen.add(at);
    path.push(at);
  }
  return [];
}

/**
 * Finds each file's parent among the others: by GUID; by name among several with that GUID; by name alone where no GUID fits. The
 * parent is null for a disk that needs none and for a disk whose parent is not among the files.
 *
 * @param decisions parents that the user chose; null where the user unlinked the parent
 */
export function orderChains<F extends ChainFile>(
  files: readonly F[],
  decisions: ReadonlyMap<F, F | null> = new Map(),
): ReadonlyMap<F, Choice<F>> {
  const choices = new Map<F, Choice<F>>();
  for (const file of files) choices.set(file, choose(file, files, decisions.get(file)));
  for (const file of files) {
    for (const each of cycleFrom(file, choices)) choices.set(each, { ...NONE, refusal: "cycle" });
  }
  const depths = new Map<F, number>();
  for (const file of files) {
    const path: F[] = [];
    for (let at: F | null = file; at !== null && !depths.has(at); at = choices.get(at)?.parent ?? null)
      path.push(at);
    for (const each of path.toReversed()) {
      const parent = choices.get(each)?.parent ?? null;
      const above = parent === null ? 0 : (depths.get(parent) ?? 0);
      if (above >= DEEPEST_CHAIN) choices.set(each, { ...NONE, refusal: "too-deep" });
      depths.set(each, above >= DEEPEST_CHAIN ? 1 : above + 1);
    }
  }
  return choices;
}
