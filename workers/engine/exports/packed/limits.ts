import { CHUNK } from "../../pipelined.ts";

/** Bytes of one range at most, so that a script can hold it. */
export const LARGEST_RANGE = CHUNK;
