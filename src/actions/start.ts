import { onEngineCrash } from "../client/engine.ts";
import { useStore } from "../state/store.ts";
import { CHAIN_ACTIONS } from "./chain.ts";
import { EDIT_ACTIONS } from "./edit-actions.ts";
import { guardPendingEdits } from "./edits.ts";
import { EXPORT_ACTIONS } from "./export-actions.ts";
import { FILE_ACTIONS } from "./file-actions.ts";
import { followForest } from "./forest.ts";
import { GO_ACTIONS } from "./go-actions.ts";
import { KEPT_ACTIONS } from "./kept.ts";
import { startKeys } from "./key-handler.ts";
import { loadRecent } from "./recent.ts";
import { addActions } from "./registry.ts";
import { scanWhatIsShown } from "./scan-rest.ts";
import { startTheme } from "./theme.ts";
import { reportTrouble } from "./trouble.ts";
import { startUrlSync } from "./url-sync.ts";
import { VIEW_ACTIONS } from "./view-actions.ts";

/** Brings the page to life, once, before the first render. */
export function start(): void {
  startTheme();
  addActions([
    ...FILE_ACTIONS,
    ...CHAIN_ACTIONS,
    ...GO_ACTIONS,
    ...VIEW_ACTIONS,
    ...EDIT_ACTIONS,
    ...EXPORT_ACTIONS,
    ...KEPT_ACTIONS,
  ]);
  startKeys();
  guardPendingEdits();
  followForest();
  scanWhatIsShown();
  onEngineCrash((message) => useStore.getState().setCrash(message));
  addEventListener("unhandledrejection", (event) => reportTrouble("Something went wrong", event.reason));
  void loadRecent();
  startUrlSync();
}
