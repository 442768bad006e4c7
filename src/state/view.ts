import type { LayerName, LayerRef } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/** The screens of an open image, in the order of the keys 1-8. */
export const SCREENS = ["overview", "structure", "map", "log", "compare", "disk", "files", "export"] as const;
export type Screen = (typeof SCREENS)[number];

/** Which screen is shown, and through which layer. */
export interface ViewSlice {
  readonly screen: Screen;
  readonly layer: LayerName;
  /** False while it is the image's default: then it follows what the scan finds. */
  readonly layerChosen: boolean;
  /** Entries of the active sequence applied on the Replayed layer; null = all. */
  readonly upTo: number | null;
  /** `places` asks where to go instead of what to do. */
  readonly palette: "closed" | "commands" | "places";
  readonly shortcutsOpen: boolean;
  readonly aboutOpen: boolean;
  /** What the dialog `Help` looks for; null: it is closed. */
  readonly help: string | null;
  show(screen: Screen): void;
  /** The layer that the user chose. */
  setLayer(layer: LayerName): void;
  /** The layer that an image is to be shown on, until the user chooses. */
  setDefaultLayer(layer: LayerName): void;
  setUpTo(upTo: number | null): void;
  setPalette(palette: ViewSlice["palette"]): void;
  setShortcutsOpen(open: boolean): void;
  setAboutOpen(open: boolean): void;
  setHelp(query: string | null): void;
}

export const viewSlice: Slice<ViewSlice> = (set) => ({
  screen: "overview",
  layer: "original",
  layerChosen: false,
  upTo: null,
  palette: "closed",
  shortcutsOpen: false,
  aboutOpen: false,
  help: null,
  show: (screen) => set({ screen }),
  setLayer: (layer) => set({ layer, layerChosen: true }),
  setDefaultLayer: (layer) => set({ layer, layerChosen: false }),
  setUpTo: (upTo) => set({ upTo }),
  setPalette: (palette) => set({ palette }),
  setShortcutsOpen: (shortcutsOpen) => set({ shortcutsOpen }),
  setAboutOpen: (aboutOpen) => set({ aboutOpen }),
  setHelp: (help) => set({ help }),
});

/** The layer that every panel, export and job works on. Stable while layer and slider stay. */
export function layerRef(state: Pick<ViewSlice, "layer" | "upTo">): LayerRef {
  return { name: state.layer, upTo: state.layer === "replayed" ? state.upTo : null };
}
