/** Where a run of the virtual disk comes from. */
export type ExtentSource =
  /** Bytes of the layer's file. */
  | { readonly kind: "file"; readonly fileOffset: number }
  /** Zeros without storage. */
  | { readonly kind: "zero" }
  /** The parent disk, which is asked where one is attached. */
  | { readonly kind: "parent" }
  /** Can't be read; the reason is a sentence. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** A run of the virtual disk with one source. Never crosses a change of source; may cross blocks. */
export interface Extent {
  /** Bytes from the start of the virtual disk. */
  readonly offset: number;
  readonly length: number;
  readonly source: ExtentSource;
}
