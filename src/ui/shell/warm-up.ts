import { connect } from "../../client/engine.ts";
import { SCREEN_ENTRIES } from "./screens.tsx";

/**
 * Starts the engine and loads the first screen when a file is on its way: it is dragged over the window, or the pointer is at the
 * buttons that open one. Not earlier, as both may never be needed.
 */
export function warmUp(): void {
  connect();
  // A failure is reported when the screen is opened.
  SCREEN_ENTRIES.overview.load().catch(() => {});
}
