/**
 * The seed of everything that is left to chance: CI tries the same each time, so that it fails for a change and not by
 * chance; everybody else's runs look for new values. `PLATTER_SEED` repeats a run.
 */
export const fixedSeed = (): string | undefined =>
  process.env.PLATTER_SEED ?? (process.env.CI === "true" ? "1" : undefined);
