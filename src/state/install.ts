import type { Install } from "../client/abilities/install.ts";
import type { Slice } from "./slice.ts";

/** Installing the page. */
export interface InstallSlice {
  /** Null where the browser does not offer it. */
  readonly install: Install | null;
  setInstall(install: Install | null): void;
}

export const installSlice: Slice<InstallSlice> = (set) => ({
  install: null,
  setInstall: (install) => set({ install }),
});
