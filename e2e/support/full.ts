/** Whether `PLATTER_FULL=1` asks for everything (`npm run test:full`, CI), however long it takes. */
export const FULL = process.env.PLATTER_FULL === "1";

/**
 * All cases in the full run; in the quick one of each `every` the one at `from`. Tests of the same cases take another `from`
 * each, so that together they look at more of them.
 */
export function sampled<T>(cases: readonly T[], every: number, from = 0): readonly T[] {
  return FULL ? cases : cases.filter((_, nth) => nth % every === from);
}
