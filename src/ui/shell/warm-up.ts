import { connect } from "../../client/engine.ts";
import { SCREEN_ENTRIES } from "./screens.tsx";

/**
 * Starts the engine and loads the first screen when a file is on its way: it is dragged over the window, or the pointer is at the
 * buttons that open one. Before that nobody may ever need them.
 */
export function warmUp(): void {
  connect();
  // What can't be loaded now is told when it is asked for.
  SCREEN_ENTRIES.overview.load().catch(() => {});
}
