import { useEffect } from "react";
import { whenIdle } from "../../client/abilities/idle.ts";
import type { Screen } from "../../state/view.ts";
import { SCREEN_ENTRIES } from "./screens.tsx";

/**
 * Loads screens in the browser's idle time, one after the other, before they are asked for. Once React shows a fallback it
 * keeps the fallback for 300 ms, however fast the screen's chunk comes.
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
        // One after the other, so that what the user does comes first.
        // oxlint-disable-next-line no-await-in-loop
        await idle();
        if (left) return;
        // oxlint-disable-next-line no-await-in-loop
        await SCREEN_ENTRIES[screen].load();
      }
    };
    // A failure is reported when the screen is opened.
    loadAll().catch(() => {});
    return () => {
      left = true;
      cancel();
    };
  }, [screens]);
}
