import type { Theme } from "../../state/settings.ts";
import { useStore } from "../../state/store.ts";

const KEY = "platter-theme";
const THEMES: readonly Theme[] = ["system", "light", "dark"];

function stored(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system"; // A browser may refuse storage altogether.
  }
}

function apply(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** Applies the stored theme, and stores every later choice. */
export function startTheme(): void {
  useStore.getState().setTheme(stored());
  apply(useStore.getState().theme);
  useStore.subscribe((state, before) => {
    if (state.theme === before.theme) return;
    apply(state.theme);
    try {
      localStorage.setItem(KEY, state.theme);
    } catch {
      // The choice holds until the page is left.
    }
  });
}
