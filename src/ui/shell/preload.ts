import { useEffect } from "react";
import { whenIdle } from "../../client/idle.ts";
import type { Screen } from "../../state/view.ts";
import { SCREEN_ENTRIES } from "./screens.tsx";

/**
 * Loads screens in the browser's idle time, one after the other, before they are asked for. Once React has shown that a screen
 * is missing it holds it back for 300 ms, however fast the chunk comes.
 *
 * @param screens the same array at every render
 */
export function usePreload(screens: readonly Screen[]): void {
  useEffect(() => {
    let cancel = () => {};
    let left = false;
    const idle = () =>
      new Promise<void>((resolve) => {
        cancel = whenIdle(resolve);
      });
    const loadAll = async () => {
      for (const screen of screens) {
        // One after the other: what the user does has the browser to itself.
        // oxlint-disable-next-line no-await-in-loop
        await idle();
        if (left) return;
        // oxlint-disable-next-line no-await-in-loop
        await SCREEN_ENTRIES[screen].load();
      }
    };
    // What can't be loaded now is told when it is asked for.
    loadAll().catch(() => {});
    return () => {
      left = true;
      cancel();
    };
  }, [screens]);
}
