import type { FsStructure } from "../file-system.ts";
import type { FolderSpace } from "./slots.ts";

/** Runs of a folder that its structures name. */
const MOST_RUNS = 1000;

/** The runs of a folder on the volume as structures. */
export function folderStructures(space: FolderSpace | null): FsStructure[] {
  const list: FsStructure[] = [];
  for (const { source, length } of space?.map(0, space.size) ?? []) {
    if (source.kind === "volume") list.push({ label: "folder", offset: source.offset, length, table: null });
    if (list.length >= MOST_RUNS) break;
  }
  return list;
}
