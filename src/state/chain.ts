import type { ChainNode } from "../../workers/api/index.ts";
import type { FilesSlice } from "./files.ts";
import type { ImageSlice } from "./image.ts";
import type { Slice } from "./slice.ts";

/** The dialogs that are about the shown file's place in its chain. */
export type ChainDialog = "create-child" | "relink" | "choose-parent" | "unlink";

export interface ChainSlice {
  readonly chainDialog: ChainDialog | null;
  setChainDialog(dialog: ChainDialog | null): void;
}

export const chainSlice: Slice<ChainSlice> = (set) => ({
  chainDialog: null,
  setChainDialog: (chainDialog) => set({ chainDialog }),
});

/** The shown file as a link of its chain; null while that is not known. */
export function shownNode({
  forest,
  summary,
}: Pick<FilesSlice, "forest"> & Pick<ImageSlice, "summary">): ChainNode | null {
  return forest?.nodes.find(({ id }) => id === summary?.id) ?? null;
}
