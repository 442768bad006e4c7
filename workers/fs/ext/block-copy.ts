/** A block as it was written last. */
export interface YoungestCopy {
  readonly bytes: Uint8Array;
  /** Byte of the volume that it is read from. */
  readonly offset: number;
}
