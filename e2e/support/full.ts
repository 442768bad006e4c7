/** Whether `PLATTER_FULL=1` asks for all variations (`npm run test:full`, CI). */
export const FULL = process.env.PLATTER_FULL === "1";

/** All cases in the full run; in the quick run the first of every `every`. */
export function sampled<T>(cases: readonly T[], every: number): readonly T[] {
  return FULL ? cases : cases.filter((_, nth) => nth % every === 0);
}
