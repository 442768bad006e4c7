import { onInstallOffer } from "../client/abilities/install.ts";
import { onEngineCrash } from "../client/engine.ts";
import { useStore } from "../state/store.ts";
import { CHAIN_ACTIONS } from "./files/chain-links.ts";
import { EDIT_ACTIONS } from "./commands/edit-actions.ts";
import { EXPORT_ACTIONS } from "./commands/export-actions.ts";
import { FILE_ACTIONS } from "./commands/file-actions.ts";
import { followForest } from "./files/forest.ts";
import { GO_ACTIONS } from "./commands/go-actions.ts";
import { KEPT_ACTIONS } from "./files/kept.ts";
import { guardLeaving } from "./files/leaving.ts";
import { keepNotes } from "./files/keep-notes.ts";
import { startKeys } from "./commands/key-handler.ts";
import { openLaunches } from "./files/launched.ts";
import { loadRecent } from "./files/recent.ts";
import { addActions } from "./commands/registry.ts";
import { scanWhatIsShown } from "./engine/scan-rest.ts";
import { startTheme } from "./commands/theme.ts";
import { reportTrouble } from "./engine/trouble.ts";
import { HISTORY_ACTIONS, startUrlSync } from "./place/url-sync.ts";
import { VIEW_ACTIONS } from "./commands/view-actions.ts";
import { WORDS } from "./engine/words.ts";

/** Starts the page's listeners and syncs. Called once, before the first render. */
export function start(): void {
  startTheme();
  addActions([
    ...FILE_ACTIONS,
    ...CHAIN_ACTIONS,
    ...GO_ACTIONS,
    ...HISTORY_ACTIONS,
    ...VIEW_ACTIONS,
    ...EDIT_ACTIONS,
    ...EXPORT_ACTIONS,
    ...KEPT_ACTIONS,
  ]);
  startKeys();
  guardLeaving();
  keepNotes();
  followForest();
  scanWhatIsShown();
  onEngineCrash((message) => useStore.getState().setCrash(message));
  addEventListener("unhandledrejection", (event) => reportTrouble(WORDS.somethingWrong, event.reason));
  openLaunches();
  onInstallOffer((install) => useStore.getState().setInstall(install));
  void loadRecent();
  startUrlSync();
}
