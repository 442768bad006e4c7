import { CHUNK } from "../../jobs/pipelined.ts";

/** Bytes of one range at most, so that a script can hold it. */
export const LARGEST_RANGE = CHUNK;

/** Ranges of one archive at most: their list takes some 170 MB then, and a script has to hold it. */
export const MOST_RANGES = 1_000_000;
