/** Whether `PLATTER_FULL=1` asks for all variations (`npm run test:full`, CI). */
export const FULL = process.env.PLATTER_FULL === "1";

/**
 * All cases in the full run; in the quick run the case at `from` of every `every`. Tests of the same cases take another
 * `from` each, so that together they try more of them.
 */
export function sampled<T>(cases: readonly T[], every: number, from = 0): readonly T[] {
  return FULL ? cases : cases.filter((_, nth) => nth % every === from);
}
