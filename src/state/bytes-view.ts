import type { Slice } from "./slice.ts";

/** What stands beside the bytes of the chosen layer: nothing, another layer, or the other copy of a structure. */
export type SecondPane = "none" | "original" | "replayed" | "edited" | "twin";

/** How bytes are read by the data inspector. */
export type Endian = "little" | "big";

/** How the Structure and Disk screens show bytes; outlives a switch of screens. */
export interface BytesViewSlice {
  readonly secondPane: SecondPane;
  /** Whether the BAT is shown as a table above its bytes. */
  readonly batTable: boolean;
  readonly endian: Endian;
  setSecondPane(pane: SecondPane): void;
  setBatTable(shown: boolean): void;
  setEndian(endian: Endian): void;
}

export const bytesViewSlice: Slice<BytesViewSlice> = (set) => ({
  secondPane: "none",
  batTable: true,
  endian: "little",
  setSecondPane: (secondPane) => set({ secondPane }),
  setBatTable: (batTable) => set({ batTable }),
  setEndian: (endian) => set({ endian }),
});
