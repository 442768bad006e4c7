import type { Slice } from "./slice.ts";

export type Theme = "system" | "light" | "dark";

/** Choices that outlive the image. */
export interface SettingsSlice {
  readonly theme: Theme;
  setTheme(theme: Theme): void;
}

export const settingsSlice: Slice<SettingsSlice> = (set) => ({
  theme: "system",
  setTheme: (theme) => set({ theme }),
});
