import type { Case } from "../case.ts";
import { open } from "./open.ts";

/** All cases, in the order of the table. */
export const CASES: readonly Case[] = [open];
