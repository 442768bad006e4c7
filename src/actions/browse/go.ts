import type { FileName, FileNode } from "../../../workers/api/index.ts";
import type { BrowseStep, BrowseVolume } from "../../state/browse.ts";
import { useStore } from "../../state/store.ts";

/** Lists a folder. Back leads back from there. @param chosen an entry of it to show the details of */
export function openFolder(folder: readonly BrowseStep[], chosen: BrowseStep | null = null): void {
  const { setBrowse, jumped } = useStore.getState();
  setBrowse({ folder, chosen });
  jumped();
}

/** Shows a volume from its root on. */
export function openVolume(volume: BrowseVolume): void {
  const { setBrowse, setBrowseList, jumped } = useStore.getState();
  setBrowse({ volume, folder: [], chosen: null, transactions: null });
  setBrowseList(null);
  jumped();
}

/** Shows the details of an entry of the listed folder. */
export function chooseEntry(chosen: BrowseStep | null): void {
  const { browse, setBrowse } = useStore.getState();
  const same = browse.chosen?.node === chosen?.node && browse.chosen?.name?.text === chosen?.name?.text;
  if (!same) setBrowse({ chosen });
}

/** Shows the volume with that many transactions of its journal applied; null for all. */
export function applyTransactions(transactions: number | null): void {
  useStore.getState().setBrowse({ transactions });
}

/** Where a file lies in the tree, as searches and reports say it. */
export interface FilePath {
  /** Names from the root, the file's own last. */
  readonly path: readonly FileName[];
  readonly nodes: readonly FileNode[];
}

/** The steps of a path from the root. */
export const stepsOf = ({ path, nodes }: FilePath): readonly BrowseStep[] =>
  nodes.map((node, at) => ({ node, name: path[at] ?? null }));

/** Shows a file in its folder, on the screen Files. @param volume left out: the volume that is shown */
export function showFileAt(file: FilePath, volume?: BrowseVolume): void {
  const { setBrowse, setBrowseList, show } = useStore.getState();
  // A file of a named volume was found with all of its journal applied.
  if (volume !== undefined)
    setBrowse({ volume: { id: volume.id, number: volume.number }, transactions: null });
  const steps = stepsOf(file);
  openFolder(steps.slice(0, -1), steps.at(-1) ?? null);
  setBrowseList(null);
  show("files");
}
