import { applyLog } from "../write/apply-log.ts";
import { createImage } from "../write/create.ts";
import { DiskWriter } from "../write/disk-writer.ts";
import type { WriteEngine } from "./recording.ts";

/** The write path as it is. */
export const PRODUCT: WriteEngine = { DiskWriter, applyLog, createImage };
