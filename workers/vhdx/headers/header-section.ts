import { KIB, MIB } from "../../shared/numbers.ts";

/** The header section, MS-VHDX 2.2: the file's first MiB. It begins with five items of 64 KiB at fixed offsets. In bytes. */
export const HEADER_SECTION = { start: 0, end: MIB } as const;
export const IDENTIFIER_OFFSET = 0;
export const HEADER_OFFSETS = [64 * KIB, 128 * KIB] as const;
export const REGION_TABLE_OFFSETS = [192 * KIB, 256 * KIB] as const;
/** End of the last item; the rest of the MiB is reserved. */
export const HEADER_ITEMS_END = 320 * KIB;
/** Size of each item's slot. */
export const SLOT = 64 * KIB;
