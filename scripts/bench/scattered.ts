/**
 * Different whole numbers below `range`, spread over the range in no order; the same numbers every time.
 *
 * @param count at most `range`
 */
export function scattered(count: number, range: number): readonly number[] {
  // A step without a common divisor visits every number once.
  const wanted = Math.max(1, Math.floor(range * 0.618_033_988_7));
  let step = wanted;
  while (divisor(step, range) !== 1) step += 1;
  return Array.from({ length: count }, (_, at) => Number((BigInt(at) * BigInt(step)) % BigInt(range)));
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
