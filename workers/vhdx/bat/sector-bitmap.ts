/** A run of equal bits, counted from the first bit looked at. */
export interface BitRun {
  readonly start: number;
  readonly end: number;
  readonly set: boolean;
}

/**
 * Runs of equal bits, least significant bit first (MS-VHDX 2.4): 1 = the sector is in this file, 0 = in the parent.
 *
 * @param firstBit bit of `bytes` to begin with.
 */
export function* bitRuns(bytes: Uint8Array, firstBit: number, count: number): Generator<BitRun> {
  const bitAt = (position: number) =>
    ((bytes[(firstBit + position) >>> 3] ?? 0) >>> ((firstBit + position) & 7)) & 1;
  let start = 0;
  while (start < count) {
    const set = bitAt(start);
    const same = set === 1 ? 0xff : 0;
    let end = start + 1;
    while (end < count) {
      // Whole equal bytes at once: most bitmaps are long runs.
      if (((firstBit + end) & 7) === 0 && end + 8 <= count && bytes[(firstBit + end) >>> 3] === same)
        end += 8;
      else if (bitAt(end) === set) end += 1;
      else break;
    }
    yield { start, end, set: set === 1 };
    start = end;
  }
}
