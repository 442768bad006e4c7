import type { Slice } from "./slice.ts";

/** The engine's worker is gone or never came: nothing but a fresh start helps. */
export interface CrashSlice {
  readonly crash: string | null;
  setCrash(message: string | null): void;
}

export const crashSlice: Slice<CrashSlice> = (set) => ({
  crash: null,
  setCrash: (crash) => set({ crash }),
});
