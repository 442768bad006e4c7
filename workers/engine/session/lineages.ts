import type { ImageId, Relinked } from "../../api/index.ts";
import { forestOf } from "../chain/forest.ts";
import { summaryOf } from "../report/summary.ts";
import type { OpenFiles } from "./open-files.ts";

/** The ancestors of each open image, as a text to compare. */
export type Lineages = ReadonlyMap<ImageId, string>;

export function lineages(files: OpenFiles): Lineages {
  const { nodes } = forestOf(files.links);
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent?.id ?? null]));
  const line = (id: ImageId): string => {
    const parent = parents.get(id) ?? null;
    return parent === null ? id : `${id} ${line(parent)}`;
  };
  return new Map(nodes.map(({ id }) => [id, line(id)]));
}

/** The present forest, and the images whose ancestors have changed since `before`. */
export function relinked(files: OpenFiles, before: Lineages): Relinked {
  const changed = [...lineages(files)].filter(([id, now]) => before.has(id) && before.get(id) !== now);
  return {
    forest: forestOf(files.links),
    changed: changed.map(([id]) => summaryOf(id, files.get(id))),
  };
}
