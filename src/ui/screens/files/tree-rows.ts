import type { FileNode, FilesVolume } from "../../../../workers/api/index.ts";
import type { BrowseStep } from "../../../state/browse.ts";
import type { Branches } from "./branches.ts";

/** A line of the tree `Volumes and folders`. */
export type TreeLine = {
  readonly key: string;
  readonly level: number;
  /** Place among its siblings from 1 on, and how many there are. */
  readonly at: number;
  readonly of: number;
} & (
  | { readonly kind: "volume"; readonly volume: FilesVolume; readonly expanded: boolean | null }
  | {
      readonly kind: "folder";
      readonly steps: readonly BrowseStep[];
      readonly name: string;
      /** Null where it is known to have no folders. */
      readonly expanded: boolean | null;
    }
  | { readonly kind: "more"; readonly count: number }
);

/** Names a folder by its way from the root. */
export const keyOfSteps = (steps: readonly BrowseStep[]): string => steps.map(({ node }) => node).join(".");

/** What the tree is made of. */
export interface TreeState {
  readonly volumes: readonly FilesVolume[];
  /** Number of the volume whose folders are shown. */
  readonly shown: number | null;
  readonly root: FileNode | null;
  /** Keys of the folders that are open. */
  readonly open: ReadonlySet<string>;
  /** What is known of the folders in a folder, and reads it. */
  readonly branches: (folder: FileNode) => Branches;
}

/** The lines of the tree. A folder that is inside itself is not shown below itself. */
export function treeLines({ volumes, shown, root, open, branches }: TreeState): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  const branch = (folder: FileNode, steps: readonly BrowseStep[]): void => {
    const { folders, more } = branches(folder);
    const seen = folders.filter(({ node }) => node !== root && steps.every((step) => step.node !== node));
    const of = seen.length + Number(more > 0);
    for (const [at, { node, step }] of seen.entries()) {
      const way = [...steps, step];
      const key = keyOfSteps(way);
      const expanded = open.has(key);
      const name = step.name?.text ?? "";
      lines.push({ kind: "folder", key, level: way.length + 1, at: at + 1, of, steps: way, name, expanded });
      if (expanded) branch(node, way);
    }
    if (more > 0)
      lines.push({
        kind: "more",
        key: `more ${keyOfSteps(steps)}`,
        level: steps.length + 2,
        at: of,
        of,
        count: more,
      });
  };
  for (const [at, volume] of volumes.entries()) {
    const isShown = volume.number === shown;
    const opens = volume.reading === "files" || volume.reading === "unknown";
    lines.push({
      kind: "volume",
      key: `volume ${volume.number}`,
      level: 1,
      at: at + 1,
      of: volumes.length,
      volume,
      expanded: opens ? isShown && open.has("") : null,
    });
    if (isShown && root !== null && open.has("")) branch(root, []);
  }
  return lines;
}
