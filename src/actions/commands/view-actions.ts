import type { LayerName } from "../../../workers/api/index.ts";
import type { Theme } from "../../state/settings.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { type Screen, SCREENS } from "../../state/view.ts";
import type { Action } from "./registry.ts";

const ORDER: readonly LayerName[] = ["original", "replayed", "edited"];

/** Goes to the next layer that can be chosen. */
function nextLayer(): void {
  const { summary, layer, setLayer } = useStore.getState();
  if (summary === null) return;
  const choices = ORDER.filter((name) => summary.layers[name].available);
  const next = choices[(choices.indexOf(layer) + 1) % choices.length];
  if (next !== undefined) setLayer(next);
}

/** The titles of the screens, which the tabs show. */
export const SCREEN_TITLES: Readonly<Record<Screen, string>> = {
  overview: "Overview",
  structure: "Structure",
  map: "Map",
  log: "Log",
  compare: "Compare",
  disk: "Disk",
  files: "Files",
  export: "Export",
};

const isOpen = (state: AppState) => state.summary !== null;

const LAYER_TITLES: Readonly<Record<LayerName, string>> = {
  original: "Show the original",
  replayed: "Show the replayed disk",
  edited: "Show the edited disk",
};

const THEME_TITLES: Readonly<Record<Theme, string>> = {
  system: "Theme: system",
  light: "Theme: light",
  dark: "Theme: dark",
};

export const VIEW_ACTIONS: readonly Action[] = [
  ...SCREENS.map((screen, at): Action => ({
    id: `screen.${screen}`,
    title: SCREEN_TITLES[screen],
    group: "View",
    keys: screen === "export" ? [String(at + 1), "Ctrl+S"] : [String(at + 1)],
    when: isOpen,
    run: () => useStore.getState().show(screen),
  })),
  ...(Object.keys(THEME_TITLES) as Theme[]).map((theme): Action => ({
    id: `view.theme-${theme}`,
    title: THEME_TITLES[theme],
    group: "View",
    when: (state) => state.theme !== theme,
    run: () => useStore.getState().setTheme(theme),
  })),
  { id: "layer.next", title: "Next layer", group: "Layer", keys: ["M"], when: isOpen, run: nextLayer },
  ...(Object.keys(LAYER_TITLES) as LayerName[]).map((layer): Action => ({
    id: `layer.${layer}`,
    title: LAYER_TITLES[layer],
    group: "Layer",
    when: ({ summary, layer: present }) =>
      summary !== null && summary.layers[layer].available && present !== layer,
    run: () => useStore.getState().setLayer(layer),
  })),
  {
    id: "layer.replay-all",
    title: "Replay the whole log",
    group: "Layer",
    when: (state) => isOpen(state) && state.layer === "replayed" && state.upTo !== null,
    run: () => useStore.getState().setUpTo(null),
  },
  {
    id: "view.palette",
    title: "Find a command",
    group: "Help",
    keys: ["Ctrl+K"],
    run: () => useStore.getState().setPalette("commands"),
  },
  {
    id: "help.errors",
    title: "Help: what an error message means",
    group: "Help",
    run: () => useStore.getState().setHelp(""),
  },
  {
    id: "help.shortcuts",
    title: "Keyboard shortcuts",
    group: "Help",
    keys: ["?"],
    run: () => useStore.getState().setShortcutsOpen(true),
  },
  {
    id: "view.install",
    title: "Install Platter",
    group: "View",
    when: (state) => state.install !== null,
    run: () => useStore.getState().install?.(),
  },
  {
    id: "help.about",
    title: "About Platter",
    group: "Help",
    run: () => useStore.getState().setAboutOpen(true),
  },
];
