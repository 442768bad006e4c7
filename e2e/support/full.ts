/** Whether `PLATTER_FULL=1` asks for all variations (`npm run test:full`, CI). */
export const FULL = process.env.PLATTER_FULL === "1";

/** Marks a browser test for the quick run, which tries each screen and each way to a file once. */
export const QUICK = { tag: "@quick" };

/** Marks one of several tests that are alike. */
export function quickIf(chosen: boolean): { readonly tag?: string } {
  return chosen ? QUICK : {};
}

/**
 * All cases in the full run; in the quick run the case at `from` of every `every`. Tests of the same cases take another
 * `from` each, so that together they try more of them.
 */
export function sampled<T>(cases: readonly T[], every: number, from = 0): readonly T[] {
  return FULL ? cases : cases.filter((_, nth) => nth % every === from);
}
