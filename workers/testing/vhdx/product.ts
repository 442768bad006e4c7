import { applyLog } from "../../vhdx/write/apply-log.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import type { WriteEngine } from "./recording.ts";

/** The write path as it is. */
export const PRODUCT: WriteEngine = { DiskWriter, applyLog, createImage };
