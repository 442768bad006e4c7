import { configureGlobal, readConfigureGlobal } from "fast-check";
import { fixedSeed } from "./fixed-seed.ts";

const seed = fixedSeed();
if (seed !== undefined) configureGlobal({ ...readConfigureGlobal(), seed: Number(seed) });
