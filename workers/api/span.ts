/** A run of bytes `[offset, offset + length)`. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** A run of a file that could not be read and is zeros in what was exported. */
export interface ZeroedRun {
  /** Name of the file; in a chain it may be a parent's. */
  readonly file: string;
  /** Offset in the file, bytes. */
  readonly offset: number;
  readonly length: number;
  /** Offset on the virtual disk, bytes; null where the export was not a raw image of the disk. */
  readonly diskOffset: number | null;
}
