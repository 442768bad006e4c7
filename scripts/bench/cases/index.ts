import type { Case } from "../case.ts";
import { firstLoad } from "./first-load.ts";
import { guestWrites } from "./guest-writes.ts";
import { open } from "./open.ts";
import { randomReads } from "./random-reads.ts";
import { rawExport } from "./raw-export.ts";
import { scroll } from "./scroll.ts";
import { sha256 } from "./sha256.ts";

/** All cases, in the order of the table. */
export const CASES: readonly Case[] = [open, rawExport, sha256, randomReads, guestWrites, scroll, firstLoad];
