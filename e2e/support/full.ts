/** Whether `PLATTER_FULL=1` asks for everything (`npm run test:full`, CI), however long it takes. */
export const FULL = process.env.PLATTER_FULL === "1";

/** All cases in the full run; in the quick one the first of each `every`. */
export function sampled<T>(cases: readonly T[], every: number): readonly T[] {
  return FULL ? cases : cases.filter((_, nth) => nth % every === 0);
}
