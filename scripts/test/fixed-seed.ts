/**
 * The seed of all random choices. CI uses the same seed each time, so that it fails because of a change and not by chance; other
 * runs try new values. `PLATTER_SEED` repeats a run.
 */
export const fixedSeed = (): string | undefined =>
  process.env.PLATTER_SEED ?? (process.env.CI === "true" ? "1" : undefined);
