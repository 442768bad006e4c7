/** A run of bytes `[offset, offset + length)`. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** A run of a file that could not be read and is zeros in what was exported. */
export interface ZeroedRun {
  /** Name of the file; of a chain's disk it may be a parent's. */
  readonly file: string;
  /** In the file, bytes. */
  readonly offset: number;
  readonly length: number;
  /** Where the run is in the virtual disk, bytes; null where the export was no raw image of it. */
  readonly diskOffset: number | null;
}
