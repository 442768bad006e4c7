/** The part of a run of the virtual disk that lies in one block. Offsets and lengths in bytes. */
export interface BlockPiece {
  readonly block: number;
  /** From the start of the block. */
  readonly within: number;
  readonly length: number;
  /** From the start of the run. */
  readonly from: number;
}

/** Cuts a run of the virtual disk at the borders of its blocks. Bytes. */
export function* blockPieces(offset: number, length: number, blockSize: number): Generator<BlockPiece> {
  for (let from = 0; from < length;) {
    const block = Math.floor((offset + from) / blockSize);
    const within = offset + from - block * blockSize;
    const piece = Math.min(length - from, blockSize - within);
    yield { block, within, length: piece, from };
    from += piece;
  }
}
