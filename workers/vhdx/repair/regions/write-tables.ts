import { REGION_TABLE_OFFSETS } from "../../headers/header-section.ts";
import type { RepairTarget } from "../target.ts";

/** Writes one region table into both places: they must say the same. @param bytes all 64 KiB of it. */
export function writeTables(target: RepairTarget, bytes: Uint8Array): void {
  target.change(false, (changed) => {
    for (const offset of REGION_TABLE_OFFSETS) changed.write(offset, bytes);
  });
}
