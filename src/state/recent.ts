import type { Slice } from "./slice.ts";

/** A file opened before through a handle. The browser asks for permission again when it is opened from here. */
export interface RecentFile {
  readonly id: number;
  readonly name: string;
  /** Bytes, when it was last open. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly handle: FileSystemFileHandle;
  /** Its parents that were open with it; left out by what older builds kept. */
  readonly parents?: readonly FileSystemFileHandle[];
}

/** Files opened before, the latest first. */
export interface RecentSlice {
  readonly recent: readonly RecentFile[];
  setRecent(recent: readonly RecentFile[]): void;
}

export const recentSlice: Slice<RecentSlice> = (set) => ({
  recent: [],
  setRecent: (recent) => set({ recent }),
});
