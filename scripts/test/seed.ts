import { configureGlobal, readConfigureGlobal } from "fast-check";

/**
 * CI tries the same random values each time, so that it fails for a change and not by chance; everybody else's runs look for
 * new ones. `PLATTER_SEED` repeats a run.
 */
const seed = process.env.PLATTER_SEED ?? (process.env.CI === "true" ? "1" : undefined);
if (seed !== undefined) configureGlobal({ ...readConfigureGlobal(), seed: Number(seed) });
