/** Clusters that lie together. */
export interface Run {
  /** First cluster of the value. */
  readonly vcn: number;
  /** First cluster of the volume; null for a hole. */
  readonly lcn: number | null;
  /** Clusters. */
  readonly count: number;
}

/** A number of `length` bytes, little-endian; null where it is 2^53 or more. */
function littleEndian(bytes: Uint8Array, at: number, length: number, signed: boolean): number | null {
  let value = 0n;
  for (let index = length - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[at + index] ?? 0);
  const number = Number(signed ? BigInt.asIntN(length * 8, value) : value);
  return Number.isSafeInteger(number) ? number : null;
}

/** The same without a bigint, for all lengths that volumes below 2^48 clusters have. */
function shortNumber(bytes: Uint8Array, at: number, length: number, signed: boolean): number | null {
  if (length > 6) return littleEndian(bytes, at, length, signed);
  let value = 0;
  for (let index = length - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] ?? 0);
  return signed && ((bytes[at + length - 1] ?? 0) & 0x80) !== 0 ? value - 2 ** (length * 8) : value;
}

/**
 * Decodes mapping pairs: lengths, and distances of each run from the one before.
 *
 * @param firstVcn cluster of the value that they begin with
 * @param most runs at most
 * @returns the runs, and whether the pairs end as they must; runs before a pair that can't be are given all the same.
 */
export function decodeRuns(
  pairs: Uint8Array,
  firstVcn: number,
  most: number,
): { readonly runs: Run[]; readonly whole: boolean } {
  const runs: Run[] = [];
  let vcn = firstVcn;
  let lcn = 0;
  for (let at = 0; at < pairs.length;) {
    const head = pairs[at] ?? 0;
    if (head === 0) return { runs, whole: true };
    const countLength = head & 15;
    const lcnLength = head >> 4;
    at += 1;
    if (countLength === 0 || countLength > 8 || lcnLength > 8 || at + countLength + lcnLength > pairs.length)
      break;
    const count = shortNumber(pairs, at, countLength, true);
    const distance = lcnLength === 0 ? null : shortNumber(pairs, at + countLength, lcnLength, true);
    at += countLength + lcnLength;
    if (count === null || count <= 0 || !Number.isSafeInteger(vcn + count) || runs.length >= most) break;
    if (lcnLength > 0) {
      if (distance === null) break;
      lcn += distance;
      if (lcn < 0 || !Number.isSafeInteger(lcn + count)) break;
    }
    runs.push({ vcn, lcn: lcnLength === 0 ? null : lcn, count });
    vcn += count;
  }
  return { runs, whole: false };
}

/** Index of the run that holds a cluster of the value, or of the next one behind it. */
export function runIndex(runs: readonly Run[], vcn: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle];
    if (run !== undefined && run.vcn + run.count <= vcn) low = middle + 1;
    else high = middle;
  }
  return low;
}
