import { CHUNK } from "./jobs/pipelined.ts";

/** Zeros to hand out wherever some are needed; never written to. */
export const ZEROS: Uint8Array<ArrayBuffer> = new Uint8Array(CHUNK);
