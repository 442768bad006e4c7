import type { Case } from "../case.ts";
import { edits } from "./edits.ts";
import { filesExtracted } from "./files-extracted.ts";
import { filesListed } from "./files-listed.ts";
import { firstLoad } from "./first-load.ts";
import { fullCheck } from "./full-check.ts";
import { guestWrites } from "./guest-writes.ts";
import { open } from "./open.ts";
import { packed } from "./packed.ts";
import { randomReads } from "./random-reads.ts";
import { rawExport } from "./raw-export.ts";
import { replay } from "./replay.ts";
import { scroll } from "./scroll.ts";
import { sha256 } from "./sha256.ts";

/** All cases, in the order of the table. */
export const CASES: readonly Case[] = [
  open,
  fullCheck,
  replay,
  rawExport,
  packed,
  sha256,
  randomReads,
  guestWrites,
  edits,
  scroll,
  filesListed,
  filesExtracted,
  firstLoad,
];
