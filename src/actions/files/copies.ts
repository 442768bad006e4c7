import type { Forest, ImageId, ImageSummary } from "../../../workers/api/index.ts";
import { listText } from "../../../workers/shared/text.ts";
import { WORDS } from "./words.ts";

interface Open {
  readonly summary: Pick<ImageSummary, "id" | "name" | "image"> | null;
}

/**
 * Says which of the files that were just opened hold the same disk as another open file: a base and its backup in one folder. They have
 * one DataWriteGuid, so a child may be read through either.
 *
 * @param opened ids of the files that were just opened.
 * @returns null where no two files hold the same disk.
 */
export function copiesText(
  views: readonly Open[],
  opened: readonly ImageId[],
  forest: Pick<Forest, "nodes">,
): string | null {
  const byGuid = new Map<string, NonNullable<Open["summary"]>[]>();
  for (const { summary } of views) {
    const guid = summary?.image.dataWriteGuid ?? null;
    if (summary === null || guid === null) continue;
    const same = byGuid.get(guid);
    if (same === undefined) byGuid.set(guid, [summary]);
    else same.push(summary);
  }
  const sentences = [...byGuid.values()].flatMap((same) => {
    if (same.length < 2 || !same.some(({ id }) => opened.includes(id))) return [];
    const names = listText(same.map(({ name }) => name));
    const used = same.filter(({ id }) => forest.nodes.some(({ parent }) => parent?.id === id));
    const [only] = used.length === 1 ? used : [];
    return [WORDS.copies(names, only?.name ?? null)];
  });
  return sentences.length === 0 ? null : sentences.join(" ");
}
