import type { LayerName } from "../../../workers/api/index.ts";
import type { Theme } from "../../state/settings.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { type Screen, SCREENS } from "../../state/view.ts";
import type { Action } from "./registry.ts";
import { WORDS } from "./words.ts";

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

export const VIEW_ACTIONS: readonly Action[] = [
  ...SCREENS.map((screen, at): Action => ({
    id: `screen.${screen}`,
    title: SCREEN_TITLES[screen],
    group: "View",
    keys: screen === "export" ? [String(at + 1), "Ctrl+S"] : [String(at + 1)],
    when: isOpen,
    run: () => useStore.getState().show(screen),
  })),
  ...(Object.keys(WORDS.themes) as Theme[]).map((theme): Action => ({
    id: `view.theme-${theme}`,
    title: WORDS.themes[theme],
    group: "View",
    when: (state) => state.theme !== theme,
    run: () => useStore.getState().setTheme(theme),
  })),
  {
    id: "layer.next",
    title: WORDS.titles["layer.next"],
    group: "Layer",
    keys: ["M"],
    when: isOpen,
    run: nextLayer,
  },
  ...(Object.keys(WORDS.layers) as LayerName[]).map((layer): Action => ({
    id: `layer.${layer}`,
    title: WORDS.layers[layer],
    group: "Layer",
    when: ({ summary, layer: present }) =>
      summary !== null && summary.layers[layer].available && present !== layer,
    run: () => useStore.getState().setLayer(layer),
  })),
  {
    id: "layer.replay-all",
    title: WORDS.titles["layer.replay-all"],
    group: "Layer",
    when: (state) => isOpen(state) && state.layer === "replayed" && state.upTo !== null,
    run: () => useStore.getState().setUpTo(null),
  },
  {
    id: "view.palette",
    title: WORDS.titles["view.palette"],
    group: "Help",
    keys: ["Ctrl+K"],
    run: () => useStore.getState().setPalette("commands"),
  },
  {
    id: "help.errors",
    title: WORDS.titles["help.errors"],
    group: "Help",
    run: () => useStore.getState().setHelp(""),
  },
  {
    id: "help.shortcuts",
    title: WORDS.titles["help.shortcuts"],
    group: "Help",
    keys: ["?"],
    run: () => useStore.getState().setShortcutsOpen(true),
  },
  {
    id: "view.install",
    title: WORDS.titles["view.install"],
    group: "View",
    when: (state) => state.install !== null,
    run: () => useStore.getState().install?.(),
  },
  {
    id: "help.about",
    title: WORDS.titles["help.about"],
    group: "Help",
    run: () => useStore.getState().setAboutOpen(true),
  },
];
