import { REGION_TABLE_OFFSETS } from "../../headers/header-section.ts";
import type { RepairTarget } from "../target.ts";

/** Writes one region table to both places, since the two copies must be the same. @param bytes its whole 64 KiB. */
export function writeTables(target: RepairTarget, bytes: Uint8Array): void {
  target.change((changed) => {
    for (const offset of REGION_TABLE_OFFSETS) changed.write(offset, bytes);
  });
}
