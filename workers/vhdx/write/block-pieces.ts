/** Part of a guest's run that lies in one block; bytes. */
export interface BlockPiece {
  readonly block: number;
  /** From the start of the block. */
  readonly within: number;
  readonly length: number;
  /** From the start of the run. */
  readonly from: number;
}

/** A run of the virtual disk, cut at the borders of its blocks. */
export function* blockPieces(offset: number, length: number, blockSize: number): Generator<BlockPiece> {
  for (let from = 0; from < length;) {
    const block = Math.floor((offset + from) / blockSize);
    const within = offset + from - block * blockSize;
    const piece = Math.min(length - from, blockSize - within);
    yield { block, within, length: piece, from };
    from += piece;
  }
}
